"""Letters: templates of the pack in; Markdown, text and HTML out. Who reads decides what is read.

The only room that knows Jinja2 and Markdown.
"""
