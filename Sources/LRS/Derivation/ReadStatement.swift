package import Records
import Support

/// A statement about an activity from which records are derived, with what its profile says (xapi.md §3.3 and §5).
package final class ReadStatement: Sendable, Comparable {
  package let id: ID
  /// `t` in xapi.md.
  package let time: ExactTime
  package let actor: ActorIdentifier
  let actorName: String?
  /// Nil for verbs from which nothing but presence follows.
  let verb: StatementVerb?
  let object: StatementActivity
  let result: StatementResult
  let context: StatementContext
  let isCMI5: Bool
  let isSCORM: Bool
  let isMoodle: Bool
  let isOpenEdX: Bool
  /// The cmi5 session.
  let session: ID?

  /// - Returns: nil if the statement is not read.
  init?(_ statement: Statement, time: ExactTime) {
    guard let actor = statement.actor?.agent, case .activity(let object) = statement.object else { return nil }
    id = statement.id
    self.time = time
    self.actor = actor
    actorName = statement.actor?.name
    verb = StatementVerb(statement.verb)
    self.object = object
    (result, context) = (statement.result, statement.context)
    isCMI5 = context.category.contains { $0.id == ProfileTerm.cmi5 }
    isSCORM = context.category.contains { $0.id == ProfileTerm.scorm }
    isMoodle = context.extensions[ProfileTerm.moodle] != nil
    isOpenEdX = context.extensions[ProfileTerm.openEdX] != nil
    session = context.extensions[ProfileTerm.session]?.string.map { ID(text: $0) }
  }

  package static func == (a: ReadStatement, b: ReadStatement) -> Bool { a.id == b.id && a.time == b.time }
  package static func < (a: ReadStatement, b: ReadStatement) -> Bool { (a.time, a.id) < (b.time, b.id) }

  /// The activities of the statement, in the order in which their definitions are looked up (§5).
  var activities: [StatementActivity] {
    [object] + context.parent + context.grouping + context.category + context.other
  }

  /// Whether this proves that its object is content (§6.6).
  var provesContent: Bool { verb?.provesContent == true && !isMoodle && !isOpenEdX }

  /// Nil where a duration means something else than time spent (§9.6).
  var duration: ExactTime? { isMoodle || isOpenEdX ? nil : result.duration }

  /// Whether this is presence (§8).
  func isPresence(in course: ID?) -> Bool {
    if let verb, verb.isAdministrative { return false }
    let event = context.extensions[ProfileTerm.moodle]?["event_name"]?.string ?? ""
    if Self.serverEvents.contains(where: { event.contains($0) }) { return false }
    return !(isOpenEdX && (verb == .passed || verb == .failed) && object.id == course)
  }

  /// Parts of the names of Moodle's events that cron or a teacher writes.
  private static let serverEvents = [
    "course_completed", "course_module_completion_updated", "user_enrolment", "submission_graded", "badge_",
    "certificate_", "question_manually_graded", "user_created",
  ]
}
