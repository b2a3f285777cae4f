import NIOCore

/// How slow a client may be: so many bytes in so long, in either direction, over a whole body or answer.
struct ConnectionLimits: Sendable {
  let bytes: Int
  let every: TimeAmount

  init(_ settings: SiteSettings) {
    let pace = Upload.Pace(every: settings.uploadPatience)
    bytes = pace.bytes
    every = .nanoseconds(Int64(pace.every / .nanoseconds(1)))
  }

  /// The time that these bytes may take.
  func time(for bytes: Int) -> TimeAmount { .nanoseconds(every.nanoseconds / Int64(self.bytes) * Int64(bytes)) }

  /// How long a client may take nothing.
  var patience: TimeAmount { .nanoseconds(every.nanoseconds * 3 / 2) }
  /// How long it may bring nothing. What reads a body complains earlier, with words, though it may begin to read it later.
  var patienceForBody: TimeAmount { every + .seconds(15) }
  /// How long the rest of a body may take that nobody reads, since it is answered.
  var rest: TimeAmount { every }
  /// How long a connection that is refused may take to send its request, and to hear that.
  var refusal: TimeAmount { .nanoseconds(min(every.nanoseconds, TimeAmount.seconds(1).nanoseconds)) }
  /// How often one looks.
  var period: TimeAmount { .nanoseconds(max(every.nanoseconds / 6, TimeAmount.milliseconds(20).nanoseconds)) }
}
