/// Why a record does not count; raw values are those of the API.
package enum EvidenceReason: String, Sendable, CaseIterable {
  case withdrawn
  case outsideWindow = "outside_window"
  case notScored = "not_scored"
  case earlier
  case superseded
  case notComplete = "not_complete"
  case completedBefore = "completed_before"
  case notPresent = "not_present"
  case sameClassroom = "same_classroom"
  case neverEnrolled = "never_enrolled"
  case anotherSessionFirst = "another_session_first"
  case enrolmentClosed = "enrolment_closed"
  case selfEnrolled = "self_enrolled"
  case assignedAlready = "assigned_already"
  case noMessage = "no_message"
  case reply
  case noComment = "no_comment"
  case onlyLikesCount = "only_likes_count"
  case relationClosed = "relation_closed"
  case userDeleted = "user_deleted"
  case membershipClosed = "membership_closed"
  case sameGroup = "same_group"

  /// Its explanation in English.
  package var title: String {
    switch self {
    case .withdrawn: "Withdrawn by its source"
    case .outsideWindow: "Outside the time range"
    case .notScored: "Not scored"
    case .earlier: "Another attempt has later activity"
    case .superseded: "Superseded by a more recent attempt in the same session"
    case .notComplete: "Not at 100 %"
    case .completedBefore: "Another attempt completed this course first"
    case .notPresent: "Not marked as present"
    case .sameClassroom: "Another slot of this classroom counts"
    case .neverEnrolled: "Never enrolled in this session"
    case .anotherSessionFirst: "Another session was completed first"
    case .enrolmentClosed: "The enrolment is closed"
    case .selfEnrolled: "Self-enrolled, not assigned"
    case .assignedAlready: "Already assigned by another enrolment"
    case .noMessage: "Not a message"
    case .reply: "A reply"
    case .noComment: "Neither a comment nor a reply"
    case .onlyLikesCount: "Only likes count on posts"
    case .relationClosed: "The relation is closed"
    case .userDeleted: "The user is deleted"
    case .membershipClosed: "The membership is closed"
    case .sameGroup: "Another role in this group counts"
    }
  }
}
