import Records

/// The sets of activity types that derivation knows (xapi.md §5), and the terms of profiles.
enum ActivityType {
  static let course = ids([
    adl + "course", "https://w3id.org/xapi/cmi5/activitytype/course", tinCan + "lms/course",
  ])
  static let interaction = ids([adl + "cmi.interaction", adl + "interaction", adl + "question"])
  static let attempt = ids([adl + "attempt"])
  static let assessment = ids([
    adl + "assessment", platform + "assignment", openEdX + "timed-assessment", openEdX + "practice-assessment",
    openEdX + "proctored-assessment",
  ])
  static let discussion = ids([
    tinCan + "discussion", tinCan + "forum-reply", tinCan + "forum-topic", platform + "forum", adl + "comment",
  ])
  static let badge = ids([platform + "badge", platform + "certificate", tinCan + "badge", tinCan + "certificate"])
  static let video = ids(["https://w3id.org/xapi/video/activity-type/video"])
  /// Types of activities that are never a course by themselves (§6.6).
  static let notContent = ids([adl + "objective", adl + "profile", tinCan + "lms"])
    .union(interaction).union(attempt).union(badge).union(discussion)

  private static let adl = "http://adlnet.gov/expapi/activities/"
  private static let tinCan = "http://id.tincanapi.com/activitytype/"
  private static let platform = "https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/"
  private static let openEdX = "https://w3id.org/xapi/openedx/activity/"

  private static func ids(_ texts: [String]) -> Set<ID> { Set(ids: texts) }
}

/// Extensions and categories by which statements say which profile they follow (xapi.md §5).
enum ProfileTerm {
  static let cmi5 = ID(text: "https://w3id.org/xapi/cmi5/context/categories/cmi5")
  static let scorm = ID(text: "https://w3id.org/xapi/scorm")
  static let session = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
  static let launchMode = "https://w3id.org/xapi/cmi5/context/extensions/launchmode"
  static let masteryScore = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
  static let moveOn = "https://w3id.org/xapi/cmi5/context/extensions/moveon"
  static let progress = "https://w3id.org/xapi/cmi5/result/extensions/progress"
  static let videoLength = "https://w3id.org/xapi/video/extensions/length"
  static let videoTime = "https://w3id.org/xapi/video/extensions/time"
  static let videoProgress = "https://w3id.org/xapi/video/extensions/progress"
  static let moodle = "http://lrs.learninglocker.net/define/extensions/info"
  static let openEdX = "https://w3id.org/xapi/openedx/extension/transformer-version"
}
