"""Lists in: readers of list files, the comparison of works, and the catalogue that ships."""
