import Support

@testable import LRS

/// Attempts and their time: xapi.md §7 and §9.
extension ReferenceDerivation {
  func deriveAttempts(_ own: [Statement], of user: String) {
    for course in Set(own.compactMap(\.course)) {
      let inside = own.filter { $0.course == course }
      let prefixes = prefixes(inside)
      for prefix in Set(prefixes) {
        let id = prefix + "." + hash8(course)
        deriveAttempt(id, zip(inside, prefixes).filter { $0.1 == prefix }.map(\.0), in: course, of: user)
      }
    }
  }

  private typealias Key = (rank: Int, id: String)

  private func key(_ statement: Statement) -> Key? {
    if statement.isSCORM {
      for activity in statement.groupings + statement.parents where kind(activity) == "attempt" {
        return (0, activity.id)
      }
    }
    guard statement.moodle == nil, let registration = statement.json["context"]?["registration"]?.string else {
      return nil
    }
    return (1, registration.lowercased())
  }

  private func prefixes(_ inside: [Statement]) -> [String] {
    let keys = inside.map(key)
    func prefix(_ key: Key) -> String { key.rank == 1 ? key.id : "a" + HexDigest.sha256(key.id).prefix(24) }
    var spans: [(begin: Ratio, end: Ratio, key: Key)] = []
    for case (let statement, let key?) in zip(inside, keys) {
      if let index = spans.firstIndex(where: { $0.key == key }) {
        spans[index].end = statement.time
      } else {
        spans.append((statement.time, statement.time, key))
      }
    }
    spans.sort { ($0.begin, $0.end, $0.key.rank, $0.key.id) < ($1.begin, $1.end, $1.key.rank, $1.key.id) }
    if spans.isEmpty { return ordinals(inside) }
    return zip(inside, keys).map { statement, key in
      if let key { return prefix(key) }
      for span in spans where span.begin <= statement.time && statement.time <= span.end { return prefix(span.key) }
      return prefix((spans.last { $0.begin <= statement.time } ?? spans[0]).key)
    }
  }

  private func ordinals(_ inside: [Statement]) -> [String] {
    var ordinal = 1
    var outcome: Ratio?
    return inside.map { statement in
      if statement.isOnCourse, ["initialized", "attempted", "launched", "started"].contains(statement.verb),
        let time = outcome, statement.time > time
      {
        ordinal += 1
        outcome = nil
      }
      let isOutcome = ["completed", "passed", "failed"].contains(statement.verb) || statement.completion
      if statement.isOnCourse, isOutcome, outcome == nil { outcome = statement.time }
      return "n\(ordinal)"
    }
  }

  private func deriveAttempt(_ id: String, _ all: [Statement], in course: String, of user: String) {
    let presence = all.filter(\.isPresence)
    for statement in all {
      statement.attempt = id
      statement.isInRecord = !presence.isEmpty
    }
    guard let first = presence.first, let last = presence.last else { return }
    let (spent, begin) = time(all, course)
    let (progress, completed, score) = completion(all, course)
    let languages = all.compactMap { $0.json["context"]?["language"]?.string }
    neededCourses.insert(course)
    add(
      "attempts",
      [
        "id": .string(id), "user": .string(user), "course": .string(courseID(course)),
        "program_session": session(course), "started_at": instant(min(first.time, begin ?? first.time)),
        "last_activity_at": instant(last.time), "time_spent": .integer(spent.floor),
        "progress": .hundredths(progress), "score": score.map { .hundredths($0) }, "completed_at": instant(completed),
        "language": languages.last.map { .string($0) },
      ])
  }

  private typealias Session = (object: String, begin: Ratio, end: Ratio, length: Ratio)

  private func sessions(_ all: [Statement], _ course: String) -> [Session] {
    let ends = ["terminated", "abandoned", "exited"]
    let begins = ["initialized", "attempted", "launched", "started", "resumed"]
    var kept: [Session] = []
    // Sessions of the course first, because others may lie inside them.
    for isCourse in [true, false] {
      for (index, end) in all.enumerated() where ends.contains(end.verb) && (end.object.id == course) == isCourse {
        guard let duration = end.duration else { continue }
        var begin: Ratio?
        if let session = end.session {
          begin = all.first { $0.session == session }!.time
        } else {
          let same = all[..<index].filter { $0.object.id == end.object.id }
          let since = same.lastIndex { ends.contains($0.verb) }.map { same[($0 + 1)...] } ?? same[...]
          begin = since.last { begins.contains($0.verb) }?.time
        }
        let length = begin.map { min(duration, Ratio(Int128((end.time - $0).ceiling))) } ?? duration
        let new: Session = (end.object.id, begin ?? end.time - duration, end.time, length)
        let isCovered = !isCourse && kept.contains { $0.object == course && $0.begin <= new.begin && new.end <= $0.end }
        let overlaps = kept.contains { $0.object == new.object && $0.begin < new.end && new.begin < $0.end }
        if !isCovered, !overlaps { kept.append(new) }
      }
    }
    return kept
  }

  private func time(_ all: [Statement], _ course: String) -> (Ratio, Ratio?) {
    let sessions = sessions(all, course)
    let totals = ["completed", "passed", "failed", "suspended", "scored", "progressed"]
    var best = sessions.reduce(Ratio(0)) { $0 + $1.length }
    var begin = sessions.map(\.begin).min()
    for statement in all where !sessions.contains(where: { $0.begin <= statement.time && statement.time < $0.end }) {
      best = best + statement.gap
    }
    for statement in all where statement.isOnCourse && totals.contains(statement.verb) {
      guard let duration = statement.duration, duration > best else { continue }
      (best, begin) = (duration, statement.time - duration)
    }
    guard sessions.isEmpty else { return (best, begin) }
    let timed = Set(all.filter { !$0.isOnCourse && $0.duration != nil }.map(\.object.id))
    let areAllInteractions = timed.allSatisfy(isInteraction)
    var (sum, first): (Ratio, Ratio?) = (Ratio(0), nil)
    for object in timed where areAllInteractions || !isInteraction(object) {
      let own = all.filter { $0.object.id == object }
      let parents = Set(own.flatMap { $0.parents.map(\.id) }).subtracting([object])
      if parents.contains(where: { timed.contains($0) && !isInteraction($0) }) { continue }
      let partial = own.filter { !totals.contains($0.verb) }.compactMap(\.duration).reduce(Ratio(0), +)
      let total = own.filter { totals.contains($0.verb) }.compactMap(\.duration).max() ?? Ratio(0)
      sum = sum + max(partial, total)
      for statement in own {
        if let duration = statement.duration { first = min(first ?? statement.time, statement.time - duration) }
      }
    }
    return sum > best ? (sum, first) : (best, begin)
  }
}
