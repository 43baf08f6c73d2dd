#!/usr/bin/env python
import os
import sys

from unodc_catalogue.commands import execute

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unodc_catalogue.settings")
    # A migration or a load may take its time; a page may not.
    os.environ.setdefault("STATEMENT_TIMEOUT", "0")
    execute(sys.argv)
