"""Real processes, killed at random while they work: nothing may be lost, stuck or billed twice."""
