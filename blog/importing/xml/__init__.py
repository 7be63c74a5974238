"""Large XML files as exports have them: opened, cut into elements, and put right. Knows no Django.

``sources`` opens plain, packed and zipped files; ``splitter`` finds the elements of one name without parsing
anything; ``encoding`` makes text of bytes that are not what they should be.
"""
