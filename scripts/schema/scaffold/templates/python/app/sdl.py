"""Prints the SDL of this subgraph: `python -m app.sdl > sample.graphql`."""

from app.schema import print_sdl

print(print_sdl(), end="")
