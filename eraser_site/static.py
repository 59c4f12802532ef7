"""Static files with hashed names, ES module imports included."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types
    """Rewrites `import … from "./x.js"` as well: by default only CSS references get hashed names."""

    support_js_module_import_aggregation = True
