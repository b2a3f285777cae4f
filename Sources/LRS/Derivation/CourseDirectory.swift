package import Records

/// Which record is the course of an activity (xapi.md §2), and which course a statement is about (§6).
package struct CourseDirectory: Sendable {
  /// The smallest id of a course record with this URL.
  private var byURL: [ID: ID] = [:]
  private var urls: [ID: ID] = [:]
  private var known: Set<ID> = []
  private var listed: [ID: ID] = [:]
  private var required: [ID: [ID]] = [:]
  let activities: ActivityIndex

  package init(_ platform: Platform, _ activities: ActivityIndex) {
    self.activities = activities
    for course in platform.courses {
      known.insert(course.id)
      guard let url = course.url else { continue }
      urls[course.id] = url
      byURL[url] = min(byURL[url] ?? course.id, course.id)
    }
    // IRIs whose record id is a digest, by that id.
    let long = Dictionary(
      activities.ids.map { (Self.plainRecordID($0), $0) }.filter { $0 != $1 }, uniquingKeysWith: { first, _ in first })
    for activity in platform.activities {
      let course = urls[activity.course] ?? long[activity.course] ?? activity.course
      listed[activity.id] = course
      if activity.isRequired { required[course, default: []].append(activity.id) }
    }
  }

  /// The id of the record of an activity that is not a course: the IRI if it can be an id, or a digest of it (§5).
  static func plainRecordID(_ iri: ID) -> ID {
    let isID = idField.map { (try? $0.words(iri.text)) != nil } ?? false
    return isID ? iri : ID(text: "sha256:" + HexDigest.sha256(iri.text))
  }

  private static let idField = RecordKind.courses.field(named: "id")

  /// The id of the course record of an activity.
  package func recordID(_ course: ID) -> ID { byURL[course] ?? Self.plainRecordID(course) }

  /// Whether the course of an activity has a record that is not derived.
  func isKnown(_ course: ID) -> Bool { known.contains(recordID(course)) }

  /// The activities that a course requires.
  func required(in course: ID) -> [ID] { required[course] ?? [] }

  /// The IRI of the course that a statement is about (§6).
  package func course(of statement: ReadStatement) -> ID? {
    let (object, context) = (statement.object, statement.context)
    let around = context.parent + context.grouping + context.other
    if activities.isTyped(object, ActivityType.course) { return object.id }
    if let course = listed[object.id] { return course }
    if let course = around.first(where: { activities.isTyped($0, ActivityType.course) }) { return course.id }
    if let course = around.lazy.compactMap({ listed[$0.id] }).first { return course }
    if statement.isCMI5 { return object.id }
    if statement.session != nil { return context.parent.first?.id ?? object.id }
    return (context.parent + context.grouping + [object]).first { activities.isContent($0.id) }?.id
  }
}
