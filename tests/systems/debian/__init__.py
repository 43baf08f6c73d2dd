"""A fresh Debian in a chroot, installed by the lines of deploy/README.md: python -m tests.systems.debian"""
