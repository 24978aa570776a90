import type { VehicleType } from "../../../../../../shared/drivers/driver.schema.ts";
import type { Tags } from "../../../extract/block-parts.ts";
import { bicycleEffect, bicyclePassages } from "./bicycle-rules.ts";
import { type MotorVehicle, motorEffect, motorPassages } from "./motor-rules.ts";
import type { NodeEffect, Passages } from "./passage.ts";
import { bicycleTurn, motorTurn, type TurnCost } from "./turn-costs.ts";

/** The law and the habits of one kind of vehicle. */
export type VehicleRules = {
  /** Names by which restrictions of turns mean it or except it. */
  signs: readonly string[];
  passages(tags: Tags): Passages;
  /** `isCrossing`: more than two streets meet there. */
  effect(tags: Tags, isForward: boolean, isCrossing: boolean): NodeEffect;
  turnSeconds: TurnCost;
};

const motor = (vehicle: MotorVehicle): VehicleRules => ({
  signs: vehicle.signs,
  passages: tags => motorPassages(tags, vehicle),
  effect: (tags, isForward) => motorEffect(tags, vehicle, isForward),
  turnSeconds: motorTurn,
});

const CAR: MotorVehicle = {
  signs: ["motorcar", "motor_vehicle", "vehicle"],
  topKmh: 140,
  heightMeters: 2,
  widthMeters: 1.9,
  lengthMeters: 4.8,
  weightTonnes: 2,
  mayUseMotorways: true,
};

/** Sizes are those of a large family car, a panel van of 3.5 t, and a moped. */
export const VEHICLES: Record<VehicleType, VehicleRules> = {
  bike: { signs: ["bicycle"], passages: bicyclePassages, effect: bicycleEffect, turnSeconds: bicycleTurn },
  scooter: motor({
    signs: ["moped", "motor_vehicle", "vehicle"],
    topKmh: 45,
    heightMeters: 1.5,
    widthMeters: 0.8,
    lengthMeters: 2,
    weightTonnes: 0.3,
    mayUseMotorways: false,
  }),
  car: motor(CAR),
  van: motor({
    ...CAR,
    topKmh: 100,
    heightMeters: 2.6,
    widthMeters: 2.1,
    lengthMeters: 6,
    weightTonnes: 3.5,
  }),
};
