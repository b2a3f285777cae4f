package import Records
import Support

/// The records that several users share: courses and their programs, questions, assessments and posts.
package struct SharedRecords: Sendable {
  package private(set) var records: [DerivedRecord] = []

  package init(_ learners: [LearnerRecords], _ inputs: LearnerRecords.Inputs, owner: ID) {
    let posts = inputs.shared.posts
    let courses = learners.reduce(into: Set(posts.values.map(\.course))) { $0.formUnion($1.courses) }
    for course in courses { addCourse(course, inputs, owner) }
    for course in inputs.shared.twins { addTwin(course, inputs) }
    for assessment in learners.reduce(into: Set<ID>(), { $0.formUnion($1.assessments) }) {
      add(
        "assessments",
        [
          ("id", .id(CourseDirectory.plainRecordID(assessment))), ("name", .string(inputs.activities.name(assessment))),
        ])
    }
    let answers = Dictionary(grouping: learners.flatMap(\.answers), by: \.object)
    for (question, answers) in answers {
      let latest = answers.max { $0.statement < $1.statement }?.course
      addQuestion(question, latest.flatMap { courses.contains($0) || inputs.courses.isKnown($0) ? $0 : nil }, inputs)
    }
    for (object, post) in posts { addPost(object, post, inputs) }
  }

  private mutating func add(_ kind: String, _ fields: [(String, JSONValue)]) {
    records.append(DerivedRecord(kind, fields))
  }

  private mutating func addCourse(_ course: ID, _ inputs: LearnerRecords.Inputs, _ owner: ID) {
    if inputs.courses.isKnown(course) { return }
    add(
      "courses",
      [
        ("id", .id(inputs.courses.recordID(course))), ("name", .string(inputs.activities.name(course))),
        ("author", .id(owner)), ("created_at", .instant(inputs.shared.earliest[course])), ("url", .id(course)),
      ])
  }

  /// The program, its session and its one block of a course that people are registered for.
  private mutating func addTwin(_ course: ID, _ inputs: LearnerRecords.Inputs) {
    let (id, name) = (JSONValue.id(inputs.courses.recordID(course)), JSONValue.string(inputs.activities.name(course)))
    add("programs", [("id", id), ("name", name)])
    add(
      "program_sessions",
      [("id", id), ("program", id), ("name", name), ("created_at", .instant(inputs.shared.earliest[course]))])
    add("program_blocks", [("program", id), ("position", 1), ("kind", "course"), ("item", id), ("mandatory", true)])
  }

  private mutating func addQuestion(_ question: ID, _ course: ID?, _ inputs: LearnerRecords.Inputs) {
    let activities = inputs.activities
    let interaction = activities[question, "interactionType"]?.string.flatMap(Interaction.init) ?? .other
    add(
      "questions",
      [
        ("id", .id(CourseDirectory.plainRecordID(question))), ("course", .id(course.map(inputs.courses.recordID))),
        ("interaction", .string(interaction.rawValue)),
        ("statement", .string(activities.text(question, "description") ?? activities.name(question))),
        ("choices", Self.choices(question, activities)), ("correct", Self.correct(question, activities)),
      ])
  }

  private static func choices(_ question: ID, _ activities: ActivityIndex) -> JSONValue {
    if let list = ["choices", "scale", "steps"].lazy.compactMap({ activities[question, $0] }).first { return list }
    let pair = ["source", "target"].compactMap { key in activities[question, key].map { (key, $0) } }
    return pair.isEmpty ? .null : .object(pair)
  }

  private static func correct(_ question: ID, _ activities: ActivityIndex) -> JSONValue {
    guard let patterns = activities[question, "correctResponsesPattern"]?.items else { return .null }
    return patterns.count == 1 ? patterns[0] : .string(JSONValue.array(patterns).text)
  }

  private mutating func addPost(_ object: ID, _ post: SharedFacts.Post, _ inputs: LearnerRecords.Inputs) {
    let context = post.statement.context
    let answered = (context.grouping + context.parent).first {
      $0.id != object && inputs.activities.isTyped($0, ActivityType.discussion)
        && inputs.shared.posts[$0.id]?.course == post.course
    }
    add(
      "posts",
      [
        ("id", .id(CourseDirectory.plainRecordID(object))), ("author", .id(post.author)), ("kind", "comment"),
        ("place", "course"), ("place_id", .id(inputs.courses.recordID(post.course))),
        ("reply_to", .id(answered.map { CourseDirectory.plainRecordID($0.id) })),
        ("created_at", .instant(post.statement.time)), ("archived_at", .instant(post.deletion)),
      ])
  }
}
