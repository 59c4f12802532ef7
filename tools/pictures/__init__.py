"""Takes the pictures of the README and of docs from a running Eraser, with the sample photo.

make pictures
"""
