/// Why a record does not count; raw values are those of the API.
package enum EvidenceReason: String, Sendable, CaseIterable {
  /// Its source withdrew it.
  case withdrawn
  case outsideWindow = "outside_window"
  case notScored = "not_scored"
  /// Another attempt has a later activity.
  case earlier
  /// A more recent attempt on the course in the same program session counts instead.
  case superseded
  case notComplete = "not_complete"
  /// Another attempt on the course completed it first.
  case completedBefore = "completed_before"
  case notPresent = "not_present"
  /// Another slot of the same classroom counts.
  case sameClassroom = "same_classroom"
  case neverEnrolled = "never_enrolled"
  /// Another session of the program or path was completed first.
  case anotherSessionFirst = "another_session_first"
  case enrolmentClosed = "enrolment_closed"
  case selfEnrolled = "self_enrolled"
  /// Another enrolment assigns the same session or path.
  case assignedAlready = "assigned_already"
  case noMessage = "no_message"
  case reply
  case noComment = "no_comment"
  case onlyLikesCount = "only_likes_count"
  case relationClosed = "relation_closed"
  case userDeleted = "user_deleted"
  case membershipClosed = "membership_closed"
  /// Another role in the same group counts.
  case sameGroup = "same_group"
}
