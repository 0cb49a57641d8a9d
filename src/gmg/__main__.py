"""`python -m gmg` is `gmg`."""

from gmg.cli import main

main()
