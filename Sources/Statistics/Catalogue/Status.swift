/// One of a fixed set of codes, with its English word. A language overrides it under `status_CODE`.
package enum Status: String, Sendable, CaseIterable {
  /// Of a certificate.
  case valid
  case expiringSoon = "expiring_soon"
  case expired
  /// Of a user in a path session (`statistics.md`, *Path status*).
  case successful
  case notOpen = "not_open"
  case unsuccessful
  case toRetake = "to_retake"
  case awaitingCorrection = "awaiting_correction"
  case late
  case onTime = "on_time"
  case notStarted = "not_started"
  /// Of a session that has begun and not ended, and of one that has ended.
  case open, ended
  /// Of a user at a classroom slot.
  case registered, present, absent
  /// The origin of an enrolment.
  case individual, group
  case selfEnrolled = "self"
  /// The kind of a post.
  case message, comment, correction
  case messageReply = "message_reply"
  case commentReply = "comment_reply"
  case correctionReply = "correction_reply"
  /// The kind of a reaction.
  case like, learned, useful, outdated, question
  case notUseful = "not_useful"
  /// The role of a membership.
  case learner, author, coach
  case userAdmin = "user_admin"
  case admin, owner
  /// The kind of a block.
  case kindCourse = "kind_course"
  case kindAssessment = "kind_assessment"
  case kindClassroom = "kind_classroom"

  /// The statuses of a certificate.
  package static let ofCertificate: [Status] = [.valid, .expiringSoon, .expired]

  /// The statuses of a path session, in the order in which they apply.
  package static let ofPathSession: [Status] = [
    .successful, .notOpen, .unsuccessful, .toRetake, .awaitingCorrection, .late, .onTime, .notStarted,
  ]

  /// The statuses of a program session or path session itself.
  package static let ofSession: [Status] = [.notOpen, .open, .ended]

  package var title: String {
    switch self {
    case .valid: "Valid"
    case .expiringSoon: "Expiring soon"
    case .expired: "Expired"
    case .successful: "Successful"
    case .notOpen: "Pending session opening"
    case .unsuccessful: "Unsuccessful"
    case .toRetake: "To retake"
    case .awaitingCorrection: "Awaiting correction"
    case .late: "Late"
    case .onTime: "On time"
    case .notStarted: "Not yet started"
    case .open: "Open"
    case .ended: "Ended"
    case .registered: "Registered"
    case .present: "Present"
    case .absent: "Absent"
    case .individual: "Individually"
    case .group: "Through a group"
    case .selfEnrolled: "Self-enrolled"
    case .message: "Message"
    case .comment: "Comment"
    case .correction: "Correction"
    case .messageReply: "Reply in Messages"
    case .commentReply: "Reply in a forum"
    case .correctionReply: "Reply to a correction"
    case .like: "Like"
    case .learned: "Learned"
    case .useful: "Useful"
    case .outdated: "Outdated"
    case .question: "Question"
    case .notUseful: "Not useful"
    case .learner: "Learner"
    case .author: "Author"
    case .coach: "Coach"
    case .userAdmin: "User administrator"
    case .admin: "Administrator"
    case .owner: "Owner"
    case .kindCourse: "Course"
    case .kindAssessment: "Assessment"
    case .kindClassroom: "Classroom"
    }
  }
}

/// In texts, a status is its code.
extension Status: CustomStringConvertible {
  package var description: String { rawValue }
}
