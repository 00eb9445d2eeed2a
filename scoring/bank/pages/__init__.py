"""From a page as people bring it (text, Markdown, HTML, Word) to the parts of a question, and where each stood.

sources: bytes to text · lines: text to lines · names, levels, parts: what a label says · starts: where a
question begins · tables: rows and columns · sections: lines to `Page` · strays: what stands where it does not belong.
"""
