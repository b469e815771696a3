"""The commands, one module each; `corrigenda.cli` imports them when they are called."""
