"""The built-in engine: fills what a mask hides with matching pieces of the same picture.

Pure functions on numpy arrays, and a runner that gives them a process of their own. A picture is an
HxWx3 uint8 array, a hole an HxW bool array that is True where the picture is to be filled.
"""
