"""Plain Python shared by every room: no Flask, no database."""
