import Support

@testable import LRS

/// Answers, results, enrolments, posts, likes and certificates: xapi.md §12.
extension ReferenceDerivation {
  func deriveEvents(_ own: [Statement], of user: String) {
    for course in twins {
      deriveEnrolment(own.filter { isEnrolment($0) && $0.course == course }, course, user)
    }
    for statement in own where statement.verb == "answered" || statement.verb == "evaluated" {
      if statement.verb == "answered" || kind(statement.object) == "interaction" { deriveAnswer(statement, user) }
    }
    for object in Set(own.map(\.object.id)) {
      let about = own.filter { $0.object.id == object }
      deriveLike(about.filter { $0.verb == "liked" }, object, user)
      let achieved = about.last { $0.verb == "achieved" && kind($0.object) == "badge" }
      guard let achieved else { continue }
      let forfeited = about.last { $0.verb == "forfeited" && Statement.isBefore(achieved, $0) }
      add(
        "certificates",
        [
          "id": .string(recordID(object)), "user": .string(user), "name": name(object), "kind": "external",
          "delivered_at": instant(achieved.time), "expires_at": instant(forfeited?.time),
        ])
    }
  }

  private func deriveEnrolment(_ changes: [Statement], _ course: String, _ user: String) {
    var opening: Statement?
    var closing: Ratio?
    for change in changes {
      if change.verb == "registered", opening == nil || closing != nil { (opening, closing) = (change, nil) }
      if change.verb == "unenrolled", closing == nil { (opening, closing) = (opening ?? change, change.time) }
    }
    guard let opening else { return }
    let instructor = opening.verb == "registered" ? opening.instructor.flatMap { self.user($0) } : nil
    neededCourses.insert(course)
    add(
      "enrolments",
      [
        "kind": "program", "session": .string(courseID(course)), "user": .string(user),
        "origin": instructor == nil || instructor == user ? "self" : "individual",
        "enrolled_at": instant(opening.time), "unenrolled_at": instant(closing),
      ])
  }

  private func deriveAnswer(_ statement: Statement, _ user: String) {
    answers.append(statement)
    var response = statement.json["result"]?["response"]?.string
    let type = definitions[statement.object.id]?["interactionType"]?.string
    if type == "choice" || type == "sequencing", let text = response,
      let items = (try? JSONParser.parse(text))?.items, items.allSatisfy({ $0.string != nil })
    {
      response = items.map { $0.string! }.joined(separator: "[,]")
    }
    let score = statement.score ?? statement.success.map { $0 ? 10_000 : 0 }
    add(
      "answers",
      [
        "id": .string(statement.id), "user": .string(user), "question": .string(recordID(statement.object.id)),
        "attempt": statement.isInRecord ? .string(statement.attempt) : nil, "answered_at": instant(statement.time),
        "response": response.map { .string($0) }, "score": score.map { .hundredths($0) },
      ])
  }

  private func deriveLike(_ likes: [Statement], _ object: String, _ user: String) {
    let isPost = posts[object] != nil
    guard let first = likes.first(where: { isPost || $0.course != nil }) else { return }
    if !isPost { neededCourses.insert(first.course!) }
    add(
      "reactions",
      [
        "id": .string("l" + HexDigest.sha256(user + " " + object).prefix(32)), "user": .string(user), "kind": "like",
        "created_at": instant(first.time), "post": isPost ? .string(recordID(object)) : nil,
        "course": isPost ? nil : .string(courseID(first.course!)), "activity": isPost ? nil : .string(recordID(object)),
      ])
  }

  func deriveResults(_ own: [Statement], of user: String) {
    var results: [String: [String: JSONValue?]] = [:]
    for statement in own {
      guard let course = statement.course, ["completed", "passed", "failed", "scored"].contains(statement.verb) else {
        continue
      }
      let isAttempt = kind(statement.object) == "attempt"
      let parent = statement.parents.first { kind($0) == "assessment" }?.id
      let assessment = kind(statement.object) == "assessment" ? statement.object.id : isAttempt ? parent : nil
      let verdict = statement.success ?? ["passed": true, "failed": false][statement.verb]
      guard let assessment, assessment != course, statement.score != nil || verdict != nil else { continue }
      let id = isAttempt ? recordID(statement.object.id) : hash8(assessment) + "@" + statement.attempt
      if results[id] == nil {
        assessments.insert(assessment)
        results[id] = [
          "id": .string(id), "user": .string(user), "assessment": .string(recordID(assessment)),
          "program_session": session(course),
        ]
      }
      results[id]!["assessed_at"] = instant(statement.time)
      if let score = statement.score { results[id]!["score"] = JSONValue.hundredths(score) }
      if let verdict { results[id]!["passed"] = JSONValue.bool(verdict) }
      let assessor = statement.instructor.flatMap(known)
      if let assessor, assessor != user { results[id]!["assessor"] = JSONValue.string(assessor) }
    }
    for result in results.values { add("assessment_results", result) }
  }

  func deriveShared() {
    for course in neededCourses where !isKnownCourse(course) {
      add(
        "courses",
        [
          "id": .string(courseID(course)), "name": name(course), "author": "owner",
          "created_at": instant(earliest[course]), "url": .string(course),
        ])
    }
    for course in twins {
      let id = JSONValue.string(courseID(course))
      add("programs", ["id": id, "name": name(course)])
      add("program_sessions", ["id": id, "program": id, "name": name(course), "created_at": instant(earliest[course])])
      add("program_blocks", ["program": id, "position": 1, "kind": "course", "item": id, "mandatory": true])
    }
    for assessment in assessments {
      add("assessments", ["id": .string(recordID(assessment)), "name": name(assessment)])
    }
    for question in Set(answers.map(\.object.id)) { deriveQuestion(question) }
    for (object, post) in posts { derivePost(object, post) }
  }

  private func deriveQuestion(_ question: String) {
    let definition = definitions[question] ?? [:]
    let course = answers.filter { $0.object.id == question }.max(by: Statement.isBefore)!.course
    let hasRecord = course.map { neededCourses.contains($0) || isKnownCourse($0) } ?? false
    let types = "true-false choice fill-in long-fill-in matching performance sequencing likert numeric other"
    let type = definition["interactionType"]?.string ?? "other"
    let pair = ["source", "target"].compactMap { key in definition[key].map { (key, $0) } }
    let list = definition["choices"] ?? definition["scale"] ?? definition["steps"]
    let patterns = definition["correctResponsesPattern"]?.items ?? []
    add(
      "questions",
      [
        "id": .string(recordID(question)), "course": hasRecord ? .string(courseID(course!)) : nil,
        "interaction": .string(types.split(separator: " ").contains { $0 == type } ? type : "other"),
        "statement": text(question, "description").map { .string($0) } ?? name(question),
        "choices": list ?? (pair.isEmpty ? nil : JSONValue.object(pair)),
        "correct": patterns.count > 1 ? .string(JSONValue.array(patterns).text) : patterns.first,
      ])
  }

  private func derivePost(_ object: String, _ post: Statement) {
    let answered = (post.groupings + post.parents).first {
      $0.id != object && kind($0) == "discussion" && posts[$0.id] != nil && posts[$0.id]!.course == post.course
    }
    add(
      "posts",
      [
        "id": .string(recordID(object)), "author": .string(post.user), "kind": "comment", "place": "course",
        "place_id": .string(courseID(post.course!)), "reply_to": answered.map { .string(recordID($0.id)) },
        "created_at": instant(post.time), "archived_at": instant(archived[object]),
      ])
  }
}
