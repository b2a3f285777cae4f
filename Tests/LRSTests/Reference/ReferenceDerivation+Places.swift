import Support

@testable import LRS

/// Definitions, courses and presence: xapi.md §5, §6 and §8.
extension ReferenceDerivation {
  func index() {
    for statement in statements {
      var own: [String: [String: JSONValue]] = [:]
      for activity in statement.places.joined() {
        own[activity.id, default: [:]].merge(activity.definition) { first, _ in first }
      }
      for (id, definition) in own { definitions[id, default: [:]].merge(definition) { _, later in later } }
    }
    let verbs = [
      "initialized", "launched", "attempted", "terminated", "suspended", "progressed", "completed", "passed", "failed",
    ]
    for statement in statements where verbs.contains(statement.verb) && statement.moodle == nil && !statement.isOpenEdX
    {
      let definition = definitions[statement.object.id] ?? [:]
      let kind = definition["type"]?.string.flatMap { ReferenceTerms.types[$0] } ?? ""
      let isNever = ["interaction", "attempt", "badge", "discussion", "none"].contains(kind)
      if !isNever, definition["interactionType"] == nil { content.insert(statement.object.id) }
    }
    for (activity, value) in given["activities"]?.members ?? [] {
      let course = value.string ?? value["course"]!.string!
      let url = (given["courses"]?.items ?? []).first { $0["id"]?.string == course }?["url"]?.string
      let iri = url ?? definitions.keys.first { recordID($0) == course } ?? course
      listed[activity] = (iri, value["required"]?.bool ?? true)
    }
  }

  func recordID(_ iri: String) -> String {
    let isPlain = iri.unicodeScalars.allSatisfy {
      !$0.properties.isWhitespace && $0.properties.generalCategory != .control
    }
    return isPlain && (1...128).contains(iri.unicodeScalars.count) ? iri : "sha256:" + HexDigest.sha256(iri)
  }

  func courseID(_ iri: String) -> String {
    let records = (given["courses"]?.items ?? []).filter { $0["url"]?.string == iri }
    return records.map { $0["id"]!.string! }.min() ?? recordID(iri)
  }

  func isKnownCourse(_ iri: String) -> Bool {
    (given["courses"]?.items ?? []).contains { $0["id"]?.string == courseID(iri) }
  }

  /// The set of types that an activity is in.
  func kind(_ activity: ReferenceStatement.Activity) -> String {
    let type = activity.definition["type"] ?? definitions[activity.id]?["type"]
    return type?.string.flatMap { ReferenceTerms.types[$0] } ?? ""
  }

  func isInteraction(_ id: String) -> Bool {
    kind((id, [:])) == "interaction" || definitions[id]?["interactionType"] != nil
  }

  func text(_ id: String, _ property: String) -> String? {
    let map = definitions[id]?[property]?.members ?? []
    let keys = map.map(\.0).sorted()
    for language in [given["language"]?.string ?? "en", "en"] {
      if let key = keys.first(where: { $0 == language || $0.hasPrefix(language + "-") }) {
        return map.first { $0.0 == key }?.1.string
      }
    }
    return map.first { $0.0 == keys.first }?.1.string
  }

  func name(_ id: String) -> JSONValue { .string(text(id, "name") ?? id) }

  private func course(of statement: Statement) -> String? {
    let object = statement.object
    let around = statement.parents + statement.groupings + statement.places[4]
    if kind(object) == "course" { return object.id }
    if let entry = listed[object.id] { return entry.course }
    for activity in around where kind(activity) == "course" { return activity.id }
    for activity in around { if let entry = listed[activity.id] { return entry.course } }
    if statement.isCMI5 { return object.id }
    if statement.session != nil { return statement.parents.first?.id ?? object.id }
    for activity in statement.parents + statement.groupings where content.contains(activity.id) { return activity.id }
    return content.contains(object.id) ? object.id : nil
  }

  func prepare(_ own: [Statement], of user: String) {
    var ended: Set<String> = []
    for statement in own {
      statement.course = course(of: statement)
      let isAllowed = ["satisfied", "waived"].contains(statement.verb)
      if let session = statement.session {
        statement.isDropped = ended.contains(session) && !isAllowed
        if ["terminated", "abandoned"].contains(statement.verb) { ended.insert(session) }
      }
      statement.isPresence = !statement.isDropped && isPresence(statement)
    }
  }

  private func isPresence(_ statement: Statement) -> Bool {
    let others = [
      "registered", "unenrolled", "satisfied", "waived", "abandoned", "earned", "scored", "achieved", "forfeited",
    ]
    if others.contains(statement.verb) { return false }
    let event = statement.moodle?["event_name"]?.string ?? ""
    let cron = [
      "course_completed", "course_module_completion_updated", "user_enrolment", "submission_graded", "badge_",
      "certificate_", "question_manually_graded", "user_created",
    ]
    if cron.contains(where: { event.contains($0) }) { return false }
    return !(statement.isOpenEdX && ["passed", "failed"].contains(statement.verb) && statement.isOnCourse)
  }

  func isEnrolment(_ statement: Statement) -> Bool {
    ["registered", "unenrolled"].contains(statement.verb) && statement.isOnCourse && kind(statement.object) == "course"
  }

  func share(_ kept: [Statement]) {
    for statement in kept {
      let object = statement.object.id
      if statement.verb == "deleted", posts[object] != nil, archived[object] == nil {
        archived[object] = statement.time
      }
      guard let course = statement.course else { continue }
      if earliest[course] == nil { earliest[course] = statement.time }
      if isEnrolment(statement) { twins.insert(course) }
      if statement.verb == "posted", kind(statement.object) == "discussion", posts[object] == nil {
        posts[object] = statement
        neededCourses.insert(course)
      }
    }
  }

  func session(_ course: String) -> JSONValue? { twins.contains(course) ? .string(courseID(course)) : nil }

  func measureGaps(_ own: [Statement]) {
    let presence = own.filter(\.isPresence)
    for (first, second) in zip(presence, presence.dropFirst()) {
      var limit = Ratio(json: given["idle"]) ?? Ratio(1_800)
      if first.verb == "played",
        let length = Ratio(json: first.context["https://w3id.org/xapi/video/extensions/length"]),
        let time = Ratio(json: first.result["https://w3id.org/xapi/video/extensions/time"])
      {
        limit = max(limit, length - time)
      }
      let isEnd = ["terminated", "suspended", "abandoned", "exited", "paused"].contains(first.verb)
      if !isEnd, second.time - first.time <= limit { first.gap = second.time - first.time }
    }
  }
}
