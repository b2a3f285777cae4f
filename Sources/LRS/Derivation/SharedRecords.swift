import Records
import Support

/// The IRIs of activities that have records that several users share.
struct SharedSubjects {
  var courses: Set<ID> = []
  var twins: Set<ID> = []
  var assessments: Set<ID> = []
  /// With the course of the latest answer, if it has a record.
  var questions: [ID: ID?] = [:]
  var posts: Set<ID> = []

  init() {}

  init(_ learners: [LearnerRecords], _ inputs: LearnerRecords.Inputs) {
    let placed = Set(inputs.shared.posts.values.map(\.course))
    courses = learners.reduce(into: placed) { $0.formUnion($1.courses) }
    twins = inputs.shared.twins
    assessments = learners.reduce(into: []) { $0.formUnion($1.assessments) }
    posts = Set(inputs.shared.posts.keys)
    for (question, answers) in Dictionary(grouping: learners.flatMap(\.answers), by: \.object) {
      let latest = answers.max { $0.statement < $1.statement }?.course
      let isRecord = latest.map { courses.contains($0) || inputs.courses.isKnown($0) } ?? false
      questions.updateValue(isRecord ? latest : nil, forKey: question)
    }
  }
}

/// The records that several users share: courses and their programs, questions, assessments and posts.
package struct SharedRecords: Sendable {
  package private(set) var records: [DerivedRecord] = []

  /// - Parameter subjects: what there are records of.
  init(_ subjects: SharedSubjects, _ inputs: LearnerRecords.Inputs, owner: ID) {
    for course in subjects.courses { addCourse(course, inputs, owner) }
    for course in subjects.twins { addTwin(course, inputs) }
    for assessment in subjects.assessments {
      add(
        "assessments",
        [
          ("id", .id(CourseDirectory.plainRecordID(assessment))), ("name", .string(inputs.activities.name(assessment))),
        ])
    }
    for (question, course) in subjects.questions { addQuestion(question, course, inputs) }
    for object in subjects.posts {
      if let post = inputs.shared.posts[object] { addPost(object, post, inputs) }
    }
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
