// What is placed on an item so far, and what an act makes of it. Pure: every function returns a new state or the same one.
//
// letters   the outputs in the order this person sees them, such as "ABCD"
// ranks     output → the digit that it was given, 1 is best; the same digit is a tie; absent while not placed
// strengths boundary between two neighbouring groups ("B|AD") → how much better, 0 slightly to 3 much
// ratings   output → 1 to 7; flags: output → list of names
// Digits may leave gaps while outputs are missing ("the worst first"); they close up when all are placed.
window.rankState = (() => {
  const EMPTY = { ranks: {}, strengths: {}, ratings: {}, flags: {} };

  const placed = (state, letter) => state.ranks[letter] !== undefined;
  const complete = (state, letters) => letters.length > 0 && letters.every(letter => placed(state, letter));
  const unplaced = (state, letters) => letters.filter(letter => !placed(state, letter));

  /** Tie groups from best to worst, each in display order. */
  function groups(state, letters) {
    const digits = [...new Set(Object.values(state.ranks))].sort((a, b) => a - b);
    return digits.map(digit => letters.filter(letter => state.ranks[letter] === digit)).filter(group => group.length);
  }

  function ranked(state, newGroups) {
    const ranks = {};
    newGroups.filter(group => group.length).forEach((group, at) => group.forEach(letter => (ranks[letter] = at + 1)));
    return { ...state, ranks };
  }

  const closed = (state, letters) => (complete(state, letters) ? ranked(state, groups(state, letters)) : state);

  /** Gives an output a rank. Digits beyond the number of outputs mean nothing. */
  function place(state, letters, letter, digit) {
    if (digit < 1 || digit > letters.length || state.ranks[letter] === digit) return state;
    return closed({ ...state, ranks: { ...state.ranks, [letter]: digit } }, letters);
  }

  function remove(state, letter) {
    if (!placed(state, letter)) return state;
    const ranks = { ...state.ranks };
    delete ranks[letter];
    return { ...state, ranks };
  }

  /** The next output that is not placed, after the given one and then from the start; undefined when all are. */
  function nextUnplaced(state, letters, after) {
    const from = letters.indexOf(after) + 1;
    return [...letters.slice(from), ...letters.slice(0, from)].find(letter => !placed(state, letter));
  }

  /** Ties an output with the others of a group, which any of its members names. */
  function tie(state, letters, letter, member) {
    if (letter === member || !placed(state, member)) return state;
    return closed({ ...state, ranks: { ...state.ranks, [letter]: state.ranks[member] } }, letters);
  }

  /** Puts an output into a group of its own, before the group that is now at the index; behind all when there is none. */
  function before(state, letters, letter, at) {
    const now = groups(state, letters).map(group => group.filter(other => other !== letter));
    now.splice(at, 0, [letter]);
    return ranked(state, now);
  }

  /** One step to better (-1) or worse (1): out of a tie, or from a rank of its own into the neighbouring group. */
  function step(state, letters, letter, direction) {
    const now = groups(state, letters);
    const at = now.findIndex(group => group.includes(letter));
    if (at < 0) return state;
    const next = now.map(group => group.filter(other => other !== letter));
    if (now[at].length > 1) {
      next.splice(direction < 0 ? at : at + 1, 0, [letter]);
    } else if (now[at + direction]) {
      next[at + direction] = [...next[at + direction], letter];
    } else {
      return state;
    }
    return ranked(state, next);
  }

  /** The keys of the boundaries between neighbouring groups, from the best down. */
  function boundaries(state, letters) {
    const now = groups(state, letters);
    return now.slice(1).map((group, at) => now[at].join("") + "|" + group.join(""));
  }

  const openBoundary = (state, letters) =>
    boundaries(state, letters).find(boundary => state.strengths[boundary] === undefined);

  const strengthen = (state, boundary, strength) => ({ ...state, strengths: { ...state.strengths, [boundary]: strength } });

  /** Rates an output; the same rating again takes it back. */
  function rate(state, letter, rating) {
    const ratings = { ...state.ratings };
    if (ratings[letter] === rating) delete ratings[letter];
    else ratings[letter] = rating;
    return { ...state, ratings };
  }

  function flag(state, letter, name) {
    const now = state.flags[letter] ?? [];
    const next = now.includes(name) ? now.filter(other => other !== name) : [...now, name];
    return { ...state, flags: { ...state.flags, [letter]: next } };
  }

  /** Two outputs of which one is rated higher and ranked lower: [rated higher, ranked higher]; undefined when none are. */
  function contradiction(state, letters) {
    for (const one of letters) {
      for (const other of letters) {
        if (state.ratings[one] > state.ratings[other] && state.ranks[one] > state.ranks[other]) return [one, other];
      }
    }
    return undefined;
  }

  /** As the server takes it: groups by digit, an empty one for each digit that nobody has. */
  function toWire(state, letters) {
    const highest = Math.max(0, ...Object.values(state.ranks));
    return {
      groups: Array.from({ length: highest }, (_, at) => letters.filter(letter => state.ranks[letter] === at + 1)),
      strengths: boundaries(state, letters).map(boundary => state.strengths[boundary] ?? null),
      ratings: state.ratings,
      flags: Object.fromEntries(Object.entries(state.flags).filter(([, names]) => names.length)),
    };
  }

  function fromWire(wire, letters) {
    const ranks = {};
    wire.groups.forEach((group, at) => group.forEach(letter => (ranks[letter] = at + 1)));
    const state = { ...EMPTY, ranks, ratings: wire.ratings ?? {}, flags: wire.flags ?? {} };
    const strengths = {};
    boundaries(state, letters).forEach((boundary, at) => {
      const strength = wire.strengths?.[at];
      if (strength !== null && strength !== undefined) strengths[boundary] = strength;
    });
    return { ...state, strengths };
  }

  return {
    EMPTY, placed, complete, unplaced, groups, place, remove, nextUnplaced, tie, before, step, boundaries, openBoundary,
    strengthen, rate, flag, contradiction, toWire, fromWire,
  };
})();
