"""
The design that many delivery platforms begin with: FastAPI, Motor, and rooms in the memory of one process. A position
is stored, the driver is brought up to date, and everybody in the room is told, one after the other.
"""

import json
import os
from collections import defaultdict
from contextlib import asynccontextmanager
from datetime import datetime

from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import BaseModel
from pymongo import ASCENDING, GEOSPHERE, WriteConcern



@asynccontextmanager
async def lifespan(_: FastAPI):
    # The same indexes as the product's.
    await locations.create_index([("driverId", ASCENDING), ("timestamp", ASCENDING)])
    await locations.create_index([("location", GEOSPHERE)])
    await locations.create_index([("timestamp", ASCENDING)], expireAfterSeconds=30 * 86_400)
    yield


app = FastAPI(lifespan=lifespan)
client = AsyncIOMotorClient(os.environ["MONGODB_URL"])
durable = {"write_concern": WriteConcern(w="majority", j=True)}
database = client.get_default_database()
locations = database.get_collection("benchRooms", **durable)
drivers = database.get_collection("benchRoomsDrivers", **durable)


class Position(BaseModel):
    driverId: str
    latitude: float
    longitude: float
    timestamp: datetime
    speed: float | None = None
    heading: float | None = None
    accuracy: float | None = None


class Batch(BaseModel):
    points: list[Position]


class RoomManager:
    def __init__(self) -> None:
        self.rooms: dict[str, list[WebSocket]] = defaultdict(list)

    async def connect(self, room: str, socket: WebSocket) -> None:
        await socket.accept()
        self.rooms[room].append(socket)

    def disconnect(self, room: str, socket: WebSocket) -> None:
        self.rooms[room].remove(socket)

    async def broadcast(self, room: str, message: dict) -> None:
        text = json.dumps(message)
        for socket in list(self.rooms[room]):
            await socket.send_text(text)


manager = RoomManager()


@app.get("/readyz")
async def ready() -> str:
    return "ok"


@app.post("/positions", status_code=204)
async def position(point: Position) -> None:
    await store([point])
    await manager.broadcast("room", {"type": "driver_location", **point.model_dump(mode="json")})


@app.post("/batches", status_code=204)
async def batch(batch: Batch) -> None:
    await store(batch.points)
    last = batch.points[-1]
    await manager.broadcast("room", {"type": "driver_location", **last.model_dump(mode="json")})


@app.websocket("/ws")
async def watch(socket: WebSocket) -> None:
    await manager.connect("room", socket)
    try:
        await socket.send_text("in")
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        manager.disconnect("room", socket)


async def store(points: list[Position]) -> None:
    documents = [
        {
            **point.model_dump(exclude={"latitude", "longitude"}),
            "location": {"type": "Point", "coordinates": [point.longitude, point.latitude]},
        }
        for point in points
    ]
    if len(documents) == 1:
        await locations.insert_one(documents[0])
    else:
        await locations.insert_many(documents)
    last = points[-1]
    await drivers.update_one(
        {"_id": last.driverId},
        {"$set": {"latitude": last.latitude, "longitude": last.longitude, "lastLocationUpdate": last.timestamp}},
        upsert=True,
    )
