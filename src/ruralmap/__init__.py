"""ruralmap: who is where, who comes first, what was built, and where the money went (县域巩固脱贫成果地理工具)."""

__version__ = "0.1.0"
