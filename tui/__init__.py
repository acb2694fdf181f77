"""What a person sees and types: the explorer and the command line over :mod:`store`."""
