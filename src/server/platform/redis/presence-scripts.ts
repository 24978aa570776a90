/*
 * What Redis knows of who is there. All keys have the same tag, so that a cluster keeps them together: it is little.
 *
 * {medex:presence}:processes      sorted set: a process, and until when it is believed, by Redis's clock
 * {medex:presence}:of:<process>   set of "<business> <place>": where it has somebody
 * {medex:presence}:at:<business>  hash "<place> <process>" -> how many
 */

export const PROCESSES = "{medex:presence}:processes";

const PRELUDE = `
local own, life = ARGV[1], tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local base = '{medex:presence}:'
local function believed(process)
  local untilMs = redis.call('ZSCORE', KEYS[1], process)
  return untilMs and tonumber(untilMs) > now
end
local function elsewhere(business, place)
  local sum = 0
  for _, process in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')) do
    if process ~= own then
      sum = sum + tonumber(redis.call('HGET', base .. 'at:' .. business, place .. ' ' .. process) or 0)
    end
  end
  return sum
end
local function forget(process, each)
  for _, claim in ipairs(redis.call('SMEMBERS', base .. 'of:' .. process)) do
    local business, place = string.match(claim, '^(%S+) (%S+)$')
    redis.call('HDEL', base .. 'at:' .. business, place .. ' ' .. process)
    if each then each(business, place) end
  end
  redis.call('DEL', base .. 'of:' .. process)
  redis.call('ZREM', KEYS[1], process)
end
local answer = { string.format('%.0f', time[1] * 1000000 + time[2]) }
local function tell(business, place)
  table.insert(answer, business)
  table.insert(answer, place)
  table.insert(answer, tostring(elsewhere(business, place)))
end`;

/**
 * Says how many of a process are where. ARGV: process, life, "whole" when that is everybody, then business, place and
 * count of each. Answers when that was, in microseconds, and then the same with how many are there at others; null when
 * Redis did not know the process any more, and has to hear the whole.
 */
export const SAY = `${PRELUDE}
if ARGV[3] == 'whole' then
  forget(own)
  redis.call('ZADD', KEYS[1], now + life, own)
elseif not believed(own) then
  return false
end
for i = 4, #ARGV, 3 do
  local business, place, count = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])
  if count > 0 then
    redis.call('HSET', base .. 'at:' .. business, place .. ' ' .. own, count)
    redis.call('SADD', base .. 'of:' .. own, business .. ' ' .. place)
  else
    redis.call('HDEL', base .. 'at:' .. business, place .. ' ' .. own)
    redis.call('SREM', base .. 'of:' .. own, business .. ' ' .. place)
  end
  tell(business, place)
end
return answer`;

/**
 * Says that a process is alive, and buries those that are not: of several processes one finds each. ARGV: process, life.
 * Answers where somebody was of the dead, as above; null when the process itself was among them.
 */
export const BEAT = `${PRELUDE}
if not believed(own) then return false end
redis.call('ZADD', KEYS[1], now + life, own)
local left = {}
for _, process in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do
  forget(process, function(business, place) left[business .. ' ' .. place] = { business, place } end)
end
for _, claim in pairs(left) do tell(claim[1], claim[2]) end
return answer`;

/** How many are where at others. ARGV: process, life, business. Answers when that was, then place and count of each. */
export const AT = `${PRELUDE}
local sums = {}
local flat = redis.call('HGETALL', base .. 'at:' .. ARGV[3])
for i = 1, #flat, 2 do
  local place, process = string.match(flat[i], '^(%S+) (%S+)$')
  if process ~= own and believed(process) then sums[place] = (sums[place] or 0) + tonumber(flat[i + 1]) end
end
for place, sum in pairs(sums) do
  table.insert(answer, place)
  table.insert(answer, tostring(sum))
end
return answer`;

/** A process that ends takes everybody with it. ARGV: process, life. */
export const END = `${PRELUDE}
forget(own)`;
