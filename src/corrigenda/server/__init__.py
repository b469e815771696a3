"""The language server: what lint finds and review decides, in an editor that speaks LSP."""
