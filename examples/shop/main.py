"""The application: `uvicorn --app-dir examples shop.main:app` serves it."""

from fastapi import FastAPI

from shop.routes import orders, users

app = FastAPI(title="Shop")
app.include_router(orders.router)
app.include_router(users.router)
