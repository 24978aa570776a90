import type { StandingName } from "../../src/shared/permissions.ts";

/** Who reads: somebody of the table of permissions, or whoever comes without an account. */
export type Reader = StandingName | "anybody";

/**
 * What leaves the server by each query, and to whom, in a world where an order is assigned and not picked up yet.
 * `everyone`: all who may call it. Several names: them alone. `nobody`: a field that is empty here for all readers; once
 * it is filled, somebody decides whose it is. What stands nowhere fails, so tomorrow's field is decided on today.
 */
export const FIELDS: Record<string, Record<string, string>> = {
  "auth.me": {
    everyone: "createdAt email fullName id isActive mustEnrolSecondFactor role",
    "owner dispatcher viewer driver": "vendorId",
    "owner dispatcher viewer": "memberRole",
    "owner driver": "phone",
    driver: "driverId",
    nobody: "emailVerifiedAt",
  },
  "auth.sessions": {
    everyone: "[].createdAt [].current [].expiresAt [].id [].ip [].lastUsedAt [].userAgent",
  },
  "auth.secondFactor": {
    everyone: "isOn",
    nobody: "recoveryCodesLeft",
  },
  "users.list": {
    everyone: `items[].can[] items[].createdAt items[].email items[].fullName items[].id items[].isActive
      items[].phone items[].role`,
    nobody: "items[].emailVerifiedAt nextCursor",
  },
  "users.get": {
    everyone: "can[] createdAt email fullName id isActive role",
    nobody: "emailVerifiedAt phone",
  },
  "vendors.me": {
    everyone: `address.address address.latitude address.longitude businessName createdAt email id isActive
      isWaiting phone pricing.baseCents pricing.currency pricing.minimumCents pricing.perKmCents
      proofPolicy.photo proofPolicy.signature userId`,
    "owner dispatcher": "can[]",
  },
  "vendors.get": {
    everyone: `address.address address.latitude address.longitude businessName id isActive phone
      pricing.baseCents pricing.currency pricing.minimumCents pricing.perKmCents`,
    "owner dispatcher viewer admin": `createdAt email isWaiting proofPolicy.photo proofPolicy.signature userId`,
    "owner dispatcher admin": "can[]",
  },
  "vendors.list": {
    everyone: `items[].address.address items[].address.latitude items[].address.longitude items[].businessName
      items[].id items[].isActive items[].phone items[].pricing.baseCents items[].pricing.currency
      items[].pricing.minimumCents items[].pricing.perKmCents`,
    "owner dispatcher viewer admin": `items[].createdAt items[].email items[].isWaiting items[].proofPolicy.photo
      items[].proofPolicy.signature items[].userId`,
    "owner dispatcher admin": "items[].can[]",
    nobody: "nextCursor",
  },
  "vendors.members": {
    everyone: `items[].can[] items[].createdAt items[].email items[].fullName items[].hasJoined items[].isActive
      items[].memberRole items[].userId`,
    nobody: "items[].invitedAt nextCursor",
  },
  "drivers.me": {
    everyone: `activeOrders createdAt email fullName id isActive isSilent lastLocationUpdate location.latitude
      location.longitude location.timestamp phone status totalDeliveries totalEarningsCents userId
      vehicleType vendorId`,
    nobody: "licenseNumber location.accuracy location.heading location.speed vehicleNumber",
  },
  "drivers.get": {
    everyone: `activeOrders createdAt email fullName id isActive isSilent lastLocationUpdate location.latitude
      location.longitude location.timestamp phone status totalDeliveries totalEarningsCents userId
      vehicleType vendorId`,
    "owner dispatcher admin": "can[]",
    nobody: "licenseNumber location.accuracy location.heading location.speed vehicleNumber",
  },
  "drivers.list": {
    everyone: `items[].activeOrders items[].createdAt items[].email items[].fullName items[].id items[].isActive
      items[].isSilent items[].lastLocationUpdate items[].location.latitude items[].location.longitude
      items[].location.timestamp items[].phone items[].status items[].totalDeliveries
      items[].totalEarningsCents items[].userId items[].vehicleType items[].vendorId`,
    "owner dispatcher admin": "items[].can[]",
    nobody: `items[].licenseNumber items[].location items[].location.accuracy items[].location.heading
      items[].location.speed items[].vehicleNumber nextCursor`,
  },
  "drivers.trail": {
    everyone: "[].latitude [].longitude [].quality [].timestamp",
    nobody: "[].accuracy [].heading [].orderId [].speed",
  },
  "orders.quote": {
    everyone: `approximate currency delivery.address delivery.latitude delivery.longitude distanceKm
      durationMinutes feeCents pickup.address pickup.latitude pickup.longitude`,
  },
  "orders.get": {
    everyone: `acceptedAt createdAt currency customerName customerPhone delivery.address delivery.latitude
      delivery.longitude deliveryFeeCents driver.fullName driver.id driver.vehicleType driverAssignedAt
      driverId estimatedDeliveryTime estimatedDistanceKm eta.approximate eta.computedAt eta.earliest
      eta.latest eta.nextStop eta.pickup.earliest eta.pickup.latest eta.state eta.stopsBefore id
      items[].handling items[].name items[].quantity orderNumber pickup.address
      pickup.latitude pickup.longitude promisedAt proofPolicy.photo proofPolicy.signature status updatedAt
      vendorId vendorName vendorPhone version`,
    "owner dispatcher viewer driver admin": `assignment.assignedAt assignment.driverId assignment.driverName assignment.expiresAt
      assignment.id assignment.status assignmentId`,
    "user owner dispatcher viewer admin": "trackingLink.expiresAt trackingToken",
    "user owner dispatcher driver admin": "can[]",
    "owner dispatcher viewer admin": "attention driver.phone",
    "user owner dispatcher admin": "trackingLink.can[]",
    nobody: `actualDistanceKm assignment cancelReason cancelledAt deliveredAt eta notes outForDeliveryAt
      pickedUpAt proofPhotoUrl redactedAt signatureUrl trackingLink`,
  },
  "orders.list": {
    everyone: `items[].acceptedAt items[].createdAt items[].currency items[].customerName items[].customerPhone
      items[].delivery.address items[].delivery.latitude items[].delivery.longitude
      items[].deliveryFeeCents items[].driver.fullName items[].driver.id items[].driver.vehicleType
      items[].driverAssignedAt items[].driverId items[].estimatedDeliveryTime
      items[].estimatedDistanceKm items[].eta.approximate items[].eta.computedAt items[].eta.earliest
      items[].eta.latest items[].eta.nextStop items[].eta.pickup.earliest items[].eta.pickup.latest
      items[].eta.state items[].eta.stopsBefore items[].id items[].items[].handling items[].items[].name
      items[].items[].quantity items[].orderNumber items[].pickup.address items[].pickup.latitude
      items[].pickup.longitude items[].promisedAt items[].proofPolicy.photo items[].proofPolicy.signature
      items[].status items[].updatedAt items[].vendorId items[].vendorName items[].vendorPhone items[].version`,
    "owner dispatcher viewer driver admin": `items[].assignment.assignedAt items[].assignment.driverId items[].assignment.driverName
      items[].assignment.expiresAt items[].assignment.id items[].assignment.status items[].assignmentId`,
    "user owner dispatcher viewer admin": "items[].trackingLink.expiresAt items[].trackingToken",
    "user owner dispatcher driver admin": "items[].can[]",
    "owner dispatcher viewer admin": "items[].attention items[].driver.phone",
    "user owner dispatcher admin": "items[].trackingLink.can[]",
    nobody: `items[].actualDistanceKm items[].assignment items[].cancelReason items[].cancelledAt
      items[].deliveredAt items[].eta items[].notes items[].outForDeliveryAt items[].pickedUpAt
      items[].proofPhotoUrl items[].redactedAt items[].signatureUrl items[].trackingLink nextCursor`,
  },
  "orders.events": {
    everyone: `items[].cursor items[].event.action items[].event.at items[].event.driverId items[].event.orderId
      items[].event.seq items[].event.status items[].event.type items[].event.vendorId nextCursor`,
    "owner dispatcher viewer driver admin": "items[].event.assignmentId items[].event.expiresAt",
  },
  "orders.timeline": {
    everyone: `items[].action items[].actor.name items[].actor.role items[].at items[].seq items[].status`,
    "owner dispatcher viewer driver admin": "items[].detail",
  },
  "orders.custody": {
    everyone: `events[].hash events[].opened.actor.salt events[].opened.actor.value.id
      events[].opened.actor.value.name events[].opened.delivery.salt
      events[].opened.delivery.value.address events[].opened.delivery.value.latitude
      events[].opened.delivery.value.longitude events[].opened.items.salt
      events[].opened.items.value[].handling events[].opened.items.value[].name
      events[].opened.items.value[].quantity events[].opened.notes.salt events[].opened.pickup.salt
      events[].opened.pickup.value.address events[].opened.pickup.value.latitude
      events[].opened.pickup.value.longitude events[].opened.recipient.salt
      events[].opened.recipient.value.name events[].opened.recipient.value.phone events[].record.action
      events[].record.actorRole events[].record.format events[].record.orderId
      events[].record.orderNumber events[].record.previousHash events[].record.recordedAt
      events[].record.sealed.actor events[].record.sealed.delivery events[].record.sealed.detail
      events[].record.sealed.driver events[].record.sealed.items events[].record.sealed.notes
      events[].record.sealed.pickup events[].record.sealed.recipient events[].record.seq
      events[].record.status format orderId`,
    "owner dispatcher viewer driver admin": `events[].opened.driver.salt events[].opened.driver.value.id`,
    "owner dispatcher viewer admin": "events[].opened.detail.salt events[].opened.detail.value",
    nobody: "events[].opened.notes.value events[].record.deviceTime events[].record.proof signature",
  },
  "assignments.mine": {
    everyone: `items[].acceptedAt items[].assignedAt items[].driverId items[].driverName items[].expiresAt
      items[].id items[].order.acceptedAt items[].order.assignment.assignedAt
      items[].order.assignment.driverId items[].order.assignment.driverName
      items[].order.assignment.expiresAt items[].order.assignment.id items[].order.assignment.status
      items[].order.assignmentId items[].order.can[] items[].order.createdAt items[].order.currency
      items[].order.customerName items[].order.customerPhone items[].order.delivery.address
      items[].order.delivery.latitude items[].order.delivery.longitude items[].order.deliveryFeeCents
      items[].order.driver.fullName items[].order.driver.id items[].order.driver.vehicleType
      items[].order.driverAssignedAt items[].order.driverId items[].order.estimatedDeliveryTime
      items[].order.estimatedDistanceKm items[].order.eta.approximate items[].order.eta.computedAt
      items[].order.eta.earliest items[].order.eta.latest items[].order.eta.nextStop
      items[].order.eta.pickup.earliest items[].order.eta.pickup.latest items[].order.eta.state
      items[].order.eta.stopsBefore items[].order.id
      items[].order.items[].handling items[].order.items[].name items[].order.items[].quantity
      items[].order.orderNumber items[].order.pickup.address items[].order.pickup.latitude
      items[].order.pickup.longitude items[].order.promisedAt items[].order.proofPolicy.photo
      items[].order.proofPolicy.signature items[].order.status items[].order.updatedAt
      items[].order.vendorId items[].order.vendorName items[].order.vendorPhone items[].order.version
      items[].orderId items[].status items[].vendorId`,
    nobody: `items[].completedAt items[].declinedAt items[].order.actualDistanceKm items[].order.attention
      items[].order.cancelReason items[].order.cancelledAt items[].order.deliveredAt
      items[].order.driver.phone items[].order.eta items[].order.notes items[].order.outForDeliveryAt
      items[].order.pickedUpAt items[].order.proofPhotoUrl items[].order.redactedAt
      items[].order.signatureUrl items[].order.trackingLink items[].order.trackingToken`,
  },
  "assignments.history": {
    everyone: `items[].acceptedAt items[].assignedAt items[].driverId items[].driverName items[].expiresAt
      items[].id items[].orderId items[].status items[].vendorId`,
    nobody: "items[].completedAt items[].declinedAt nextCursor",
  },
  "tracking.get": {
    everyone: `createdAt deliveryArea.latitude deliveryArea.longitude deliveryStreet driver.firstName
      driver.vehicleType eta.approximate eta.computedAt eta.earliest eta.latest eta.nextStop
      eta.pickup.earliest eta.pickup.latest eta.state eta.stopsBefore orderNumber
      positionMissing promisedAt status thread[].at thread[].status vendorName vendorPhone`,
    nobody: "deliveredAt eta position",
  },
  "maps.geocode": {
    everyone: "[].address [].confidence [].kind [].latitude [].longitude [].source",
  },
  "maps.autocomplete": {
    everyone: "[].address [].confidence [].kind [].latitude [].longitude [].source",
  },
  "maps.reverse": {
    everyone: "address confidence kind latitude longitude source",
  },
  "maps.route": {
    everyone: "approximate distanceKm durationMinutes polyline source",
  },
  "maps.matrix": {
    everyone: "approximate rows[][].distanceKm rows[][].durationMinutes source",
  },
  "maps.eta": {
    everyone: "approximate arrivesAt distanceKm durationMinutes polyline source",
  },
  "maps.config": {
    everyone:
      "attribution billed bounds[] center.latitude center.longitude maxZoom minZoom provider tilesUrl",
  },
  "privacy.find": {
    everyone: `counts.audit counts.deliveries counts.events counts.letters counts.orders counts.positions counts.proofs
      counts.sessions`,
    nobody: "blockedBy role userId",
  },
  "reports.summary": {
    everyone: `currency current.cancelled current.created current.delivered current.distanceKm
      current.revenueCents from previous.cancelled previous.created previous.delivered
      previous.distanceKm previous.revenueCents to`,
    nobody: "current.medianMinutes current.onTimeRate previous.medianMinutes previous.onTimeRate",
  },
  "reports.deliveries": {
    everyone: `items[].createdAt items[].currency items[].distanceKm items[].driverName items[].feeCents
      items[].orderId items[].orderNumber items[].status items[].vendorId items[].vendorName`,
    nobody: "items[].deliveredAt items[].minutes items[].onTime nextCursor",
  },
  "reports.drivers": {},
  "reports.etaAccuracy": {
    everyone: "current.shown from previous.shown to",
    nobody: `current.biasMinutes current.coverage current.errorMinutes previous.biasMinutes
      previous.coverage previous.errorMinutes`,
  },
  "reports.export": {
    everyone: "content contentType filename",
  },
  "admin.overview": {
    everyone: `deliveredToday driversOnDuty isLiveDegraded lateOrders openOrders.accepted openOrders.cancelled
      openOrders.delivered openOrders.driver_assigned openOrders.out_for_delivery openOrders.pending
      openOrders.picked_up ordersToday silentDrivers users vendorsWaiting`,
  },
  "admin.auditLog": {
    everyone: `items[].action items[].actor.id items[].actor.name items[].actor.role items[].at items[].detail
      items[].id items[].ip items[].requestId items[].sessionId items[].subject items[].subjectKind
      items[].subjects[] items[].userAgent nextCursor`,
    nobody: "items[].reason",
  },
  "admin.exportAuditLog": {
    everyone: "content contentType filename",
  },
};
