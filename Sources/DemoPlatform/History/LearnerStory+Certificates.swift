/// Certificates.
extension LearnerStory {
  /// A certificate for a path or a program, some hours after it was completed; some never expire, others after one or
  /// two years.
  mutating func certify(_ name: String, _ kind: String, _ place: Place, _ done: Int) {
    let at = min(shape.now, done + dice.within(0...48) * .hour)
    let years = [0, 1, 1, 2][dice.below(4)]
    certificate(name, kind, place, at, expiresAt: years == 0 ? nil : at + years * 365 * .day)
  }

  /// External certificates. The learner's account has one of every status.
  mutating func earnElsewhere() {
    if person.index == shape.learner {
      for days in [-50, 12, 400, nil] { earn(expiresIn: days.map { $0 * .day }) }
    } else if dice.chance(12) {
      earn(expiresIn: dice.chance(25) ? nil : dice.within(-200...500) * .day)
    }
  }

  private mutating func earn(expiresIn: Int?) {
    guard presence.count > .day else { return }
    let end = expiresIn.map { shape.now + $0 }
    // Delivered before it expires.
    let last = min(presence.upperBound, end ?? presence.upperBound)
    guard presence.lowerBound < last else { return }
    certificate(
      dice.pick(LearnerStory.elsewhere), "external", Place(), dice.within(presence.lowerBound..<last), expiresAt: end)
  }

  private static let elsewhere = [
    "First aid at work", "IELTS 7.5", "Forklift licence", "Scrum Master", "Ersthelferschein", "日本語能力試験 N2",
    "Certified \"5S\" practitioner, level 1", "DELF B2",
  ]

  private mutating func certificate(_ name: String, _ kind: String, _ place: Place, _ at: Int, expiresAt: Int?) {
    let file = records.certificates
    file.ref(Ref(.certificate, person.index, part: certificates))
    file.ref(person.ref)
    file.text(name)
    file.text(kind)
    file.ref(place.path)
    file.ref(place.program)
    file.instant(at)
    file.instant(expiresAt)
    file.endRow()
    certificates += 1
  }
}
