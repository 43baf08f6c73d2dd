from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Named by content; so is what our own modules import, lest a page run an old module beside a new one.

    Django's support_js_module_import_aggregation would do it for every package's scripts, and
    stumbles over imports in the comments of some.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((r'(?P<matched>from "(?P<url>\./[^"]+)")', 'from "%(url)s"'),)),
    )
