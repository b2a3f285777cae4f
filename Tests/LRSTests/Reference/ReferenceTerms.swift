/// The tables of xapi.md §5, for the reference implementation.
enum ReferenceTerms {
  static let verbs: [String: String] = {
    let adl = "http://adlnet.gov/expapi/verbs/"
    let own =
      "initialized attempted launched resumed suspended terminated exited completed passed failed progressed answered "
      + "experienced interacted attended mastered voided scored registered"
    var verbs = Dictionary(uniqueKeysWithValues: own.split(separator: " ").map { (adl + $0, String($0)) })
    for name in ["abandoned", "satisfied", "waived"] { verbs["https://w3id.org/xapi/adl/verbs/" + name] = name }
    for name in ["played", "paused", "seeked"] { verbs["https://w3id.org/xapi/video/verbs/" + name] = name }
    for name in ["achieved", "forfeited", "scored"] { verbs["https://w3id.org/xapi/tla/verbs/" + name] = name }
    let others = [
      "http://activitystrea.ms/schema/1.0/start": "started",
      "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/enrolled": "registered",
      "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/unenrolled": "unenrolled",
      "http://id.tincanapi.com/verb/unregistered": "unenrolled", "http://id.tincanapi.com/verb/earned": "earned",
      "https://w3id.org/xapi/acrossx/verbs/evaluated": "evaluated",
      "https://w3id.org/xapi/acrossx/verbs/posted": "posted",
      "http://id.tincanapi.com/verb/replied": "posted", "http://activitystrea.ms/schema/1.0/create": "posted",
      adl + "commented": "posted", "https://w3id.org/xapi/dod-isd/verbs/deleted": "deleted",
      "http://activitystrea.ms/schema/1.0/delete": "deleted", "http://activitystrea.ms/schema/1.0/like": "liked",
      "https://w3id.org/xapi/openedx/verb/voted": "liked",
    ]
    return verbs.merging(others) { _, other in other }
  }()

  static let types: [String: String] = {
    let adl = "http://adlnet.gov/expapi/activities/"
    let tinCan = "http://id.tincanapi.com/activitytype/"
    let platform = "https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/"
    let openEdX = "https://w3id.org/xapi/openedx/activity/"
    return [
      adl + "course": "course", "https://w3id.org/xapi/cmi5/activitytype/course": "course",
      tinCan + "lms/course": "course", adl + "cmi.interaction": "interaction", adl + "interaction": "interaction",
      adl + "question": "interaction", adl + "attempt": "attempt", adl + "assessment": "assessment",
      platform + "assignment": "assessment", openEdX + "timed-assessment": "assessment",
      openEdX + "practice-assessment": "assessment", openEdX + "proctored-assessment": "assessment",
      tinCan + "discussion": "discussion", tinCan + "forum-reply": "discussion", tinCan + "forum-topic": "discussion",
      platform + "forum": "discussion", adl + "comment": "discussion", platform + "badge": "badge",
      platform + "certificate": "badge", tinCan + "badge": "badge", tinCan + "certificate": "badge",
      "https://w3id.org/xapi/video/activity-type/video": "video", adl + "objective": "none", adl + "profile": "none",
      tinCan + "lms": "none",
    ]
  }()

  static func https(_ iri: String) -> String {
    iri.hasPrefix("http://w3id.org/xapi/") ? "https" + iri.dropFirst(4) : iri
  }
}
