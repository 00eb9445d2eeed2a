"""Reads a YAML file into a pydantic model and names file, line and reason when it cannot."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from scoring.incoming import read_incoming

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where PyYAML has it
Model = TypeVar("Model", bound=BaseModel)


class DocumentError(ValueError):
    """A file that a person wrote is not in the expected form; the message is one line a person can act on."""


def read_document(path: Path, model: type[Model]) -> Model:
    """The file's content as `model`.

    Raises DocumentError as "FILE:LINE: reason" for the first fault: no such file, not YAML, or not in the model's form.
    """
    try:
        text = read_incoming(str(path)).text
    except ValueError as error:
        raise DocumentError(str(error)) from error
    return document_of(text, path, model)


def document_of(text: str, path: Path, model: type[Model]) -> Model:
    """The text of a file as `model`; raises as `read_document` does."""
    try:
        data = yaml.load(text, Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise DocumentError(f"{path}:{line}: {getattr(error, 'problem', None) or 'not YAML'}") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        root = yaml.compose(text, Loader=LOADER)
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise DocumentError(f"{path}:{line_of(root, first['loc'])}: {where + ': ' if where else ''}{reason}") from error


def line_of(node: yaml.Node | None, path: Sequence[int | str]) -> int:
    """The line, from 1, of the deepest node along `path` that is in the file."""
    line = 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if pair[0].value == str(part)), None)
            if found is None:
                return line
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
