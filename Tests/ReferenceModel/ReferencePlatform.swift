import Foundation

/// An independent, slow and plain implementation of the specification: a records folder in memory, and every statistic,
/// scope and file computed from it in the most obvious way, at a fixed now. Tests compare the product with it.
package struct ReferencePlatform: Sendable {
  /// Seconds UTC.
  package let now: Int
  /// An IANA identifier: the platform's time zone.
  package let timeZone: String
  /// The platform setting `replies_count_as_publications`, default on.
  package var repliesCountAsPublications = true

  /// In the order of every list: last name, first name, id.
  package let users: [User]
  package let customFields: [CustomField]
  package let managers: [ManagerRelation]
  package let groups: [Group]
  package let memberships: [Membership]
  package let courses: [Course]
  package let tags: [NamedThing]
  package let questions: [String: Question]
  package let assessments: [String: NamedThing]
  package let classrooms: [String: NamedThing]
  package let slots: [String: ClassroomSlot]
  package let programs: [String: NamedThing]
  package let programBlocks: [Block]
  package let programSessions: [String: Session]
  package let paths: [String: NamedThing]
  package let pathSteps: [Block]
  package let pathSessions: [String: Session]
  /// Facts, each by the id of its user.
  package let enrolments: [String: [Enrolment]]
  package internal(set) var attempts: [String: [Attempt]]
  package internal(set) var answers: [String: [Answer]]
  package internal(set) var assessmentResults: [String: [AssessmentResult]]
  package let attendances: [String: [Attendance]]
  package internal(set) var certificates: [String: [Certificate]]
  package internal(set) var posts: [Post]
  package internal(set) var reactions: [Reaction]
  /// Withdrawn facts, by kind: they are in none of the above.
  package let withdrawn: [String: [[String: String]]]

  /// Reads the plain `.csv` files of a records folder; "each file is optional".
  package init(folder: String, now: Int, timeZone: String = "UTC") throws {
    var withdrawn: [String: [Cells]] = [:]
    func read<Value>(_ kind: String, _ make: (Cells) -> Value) throws -> [Value] {
      let path = "\(folder)/\(kind).csv"
      guard FileManager.default.fileExists(atPath: path) else { return [] }
      let records = CommaSeparated.records(of: try String(contentsOfFile: path, encoding: .utf8))
      // "A withdrawn fact counts nowhere, as if it were not there."
      withdrawn[kind] = records.filter { $0["withdrawn_at"] != nil }
      return records.filter { $0["withdrawn_at"] == nil }.map(make)
    }
    self.now = now
    self.timeZone = timeZone
    users = Self.inOrder(try read("users", User.init))
    customFields = try read("custom_fields", CustomField.init)
    managers = try read("managers", ManagerRelation.init)
    groups = try read("groups", Group.init)
    memberships = try read("memberships", Membership.init)
    courses = try read("courses", Course.init)
    tags = try read("tags", NamedThing.init)
    questions = Self.byID(try read("questions", Question.init), \.id)
    assessments = Self.byID(try read("assessments", NamedThing.init), \.id)
    classrooms = Self.byID(try read("classrooms", NamedThing.init), \.id)
    slots = Self.byID(try read("classroom_slots", ClassroomSlot.init), \.id)
    programs = Self.byID(try read("programs", NamedThing.init), \.id)
    programBlocks = try read("program_blocks", Block.init)
    programSessions = Self.byID(try read("program_sessions", Session.init), \.id)
    paths = Self.byID(try read("paths", NamedThing.init), \.id)
    pathSteps = try read("path_steps", Block.init)
    pathSessions = Self.byID(try read("path_sessions", Session.init), \.id)
    enrolments = Dictionary(grouping: try read("enrolments", Enrolment.init), by: \.user)
    attempts = Dictionary(grouping: try read("attempts", Attempt.init), by: \.user)
    answers = Dictionary(grouping: try read("answers", Answer.init), by: \.user)
    assessmentResults = Dictionary(grouping: try read("assessment_results", AssessmentResult.init), by: \.user)
    attendances = Dictionary(grouping: try read("attendances", Attendance.init), by: \.user)
    certificates = Dictionary(grouping: try read("certificates", Certificate.init), by: \.user)
    posts = try read("posts", Post.init)
    reactions = try read("reactions", Reaction.init)
    self.withdrawn = withdrawn
  }

  package func user(_ id: String) -> User? { users.first { $0.id == id } }

  private static func byID<Value>(_ values: [Value], _ id: (Value) -> String) -> [String: Value] {
    Dictionary(uniqueKeysWithValues: values.map { (id($0), $0) })
  }

  /// "Rows are in the order last name, first name, id."
  private static func inOrder(_ users: [User]) -> [User] {
    let keyed = users.map { (user: $0, last: SortKey($0.lastName), first: SortKey($0.firstName)) }
    return keyed.sorted { left, right in
      if left.last != right.last { return left.last < right.last }
      if left.first != right.first { return left.first < right.first }
      return precedesByCodePoint(left.user.id, right.user.id)
    }.map(\.user)
  }
}
