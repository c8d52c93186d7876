"""Plain HTTP beside the pages: each module holds the Starlette routes of one thing."""
