import Records
import Support

/// Enrolments, likes and certificates (xapi.md §12).
extension LearnerRecords {
  private struct Enrolment {
    var opening: ReadStatement
    var closing: ExactTime?
  }

  mutating func addEnrolments(_ history: LearnerHistory, _ inputs: Inputs) {
    var enrolments: [ID: Enrolment] = [:]
    for entry in history.entries where entry.concernsEnrolment(inputs.activities) {
      if entry.verb == .unenrolled {
        var enrolment = enrolments[entry.object] ?? Enrolment(opening: entry.statement)
        enrolment.closing = enrolment.closing ?? entry.time
        enrolments[entry.object] = enrolment
      } else if enrolments[entry.object].map({ $0.closing != nil }) ?? true {
        enrolments[entry.object] = Enrolment(opening: entry.statement)
      }
    }
    for (course, enrolment) in enrolments {
      courses.insert(course)
      add(
        "enrolments",
        [
          ("kind", "program"), ("session", .id(inputs.courses.recordID(course))), ("user", .id(history.user)),
          ("origin", .string(Self.origin(enrolment.opening, history.user, inputs.directory))),
          ("enrolled_at", .instant(enrolment.opening.time)), ("unenrolled_at", .instant(enrolment.closing)),
        ])
    }
  }

  private static func origin(_ statement: ReadStatement, _ user: ID, _ directory: Directory) -> String {
    guard statement.verb == .registered, let instructor = statement.context.instructor?.agent.flatMap(directory.user),
      instructor != user
    else { return "self" }
    return "individual"
  }

  mutating func addLikes(_ history: LearnerHistory, _ inputs: Inputs) {
    var liked: Set<ID> = []
    for entry in history.entries where entry.verb == .liked {
      let object = CourseDirectory.plainRecordID(entry.object)
      let thing: [(String, JSONValue)]
      if inputs.shared.posts[entry.object] != nil {
        thing = [("post", .id(object))]
      } else if let course = entry.course {
        thing = [("course", .id(inputs.courses.recordID(course))), ("activity", .id(object))]
      } else {
        continue
      }
      guard liked.insert(entry.object).inserted else { continue }
      if thing.count > 1, let course = entry.course { courses.insert(course) }
      let id = "l" + HexDigest.sha256(history.user.text + " " + entry.object.text).prefix(32)
      add(
        "reactions",
        [("id", .string(id)), ("user", .id(history.user)), ("kind", "like"), ("created_at", .instant(entry.time))]
          + thing)
    }
  }

  mutating func addCertificates(_ history: LearnerHistory, _ inputs: Inputs) {
    var certificates: [ID: (delivered: ExactTime, expires: ExactTime?)] = [:]
    for entry in history.entries {
      if entry.verb == .achieved, inputs.activities.isTyped(entry.statement.object, ActivityType.badge) {
        certificates[entry.object] = (entry.time, nil)
      } else if entry.verb == .forfeited {
        certificates[entry.object]?.expires = entry.time
      }
    }
    for (badge, certificate) in certificates {
      add(
        "certificates",
        [
          ("id", .id(CourseDirectory.plainRecordID(badge))), ("user", .id(history.user)),
          ("name", .string(inputs.activities.name(badge))), ("kind", "external"),
          ("delivered_at", .instant(certificate.delivered)), ("expires_at", .instant(certificate.expires)),
        ])
    }
  }
}
