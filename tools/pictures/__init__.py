"""Takes the pictures of the README and of docs/editor.md from a running Eraser, with the sample photo.

make pictures
"""
