"""Searches by meaning: the vectors of sentences, and which activities have the nearest ones to a text.

`stored` writes them with the search rows, `index` holds those of the present catalogue in a process, in a
`Matrix` or, where they are too many for that, in `Cells` on disk.
"""
