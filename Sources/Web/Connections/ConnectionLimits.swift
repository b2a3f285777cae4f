import NIOCore

/// The minimum rate of a client, `bytes` per `every`: over a whole body in `ConnectionMonitor`, over any part of a
/// response in `SendMonitor`.
struct ConnectionLimits: Sendable {
  let bytes: Int
  let every: TimeAmount

  init(_ settings: SiteSettings) {
    let pace = Upload.Pace(every: settings.uploadPatience)
    bytes = pace.bytes
    every = .nanoseconds(Int64(pace.every / .nanoseconds(1)))
  }

  /// The longest time that these bytes may take.
  func time(for bytes: Int) -> TimeAmount { .nanoseconds(every.nanoseconds / Int64(self.bytes) * Int64(bytes)) }

  /// How long a client may receive nothing.
  var patience: TimeAmount { .nanoseconds(every.nanoseconds * 3 / 2) }
  /// How long it may send nothing. Longer than the limit of `Upload`, which starts later but can report the error.
  var patienceForBody: TimeAmount { every + .seconds(15) }
  /// How long the rest of a body may take after the response was sent.
  var rest: TimeAmount { every }
  /// How long a refused connection may take to send its request and receive the refusal.
  var refusal: TimeAmount { .nanoseconds(min(every.nanoseconds, TimeAmount.seconds(1).nanoseconds)) }
  /// The interval of the checks.
  var period: TimeAmount { .nanoseconds(max(every.nanoseconds / 6, TimeAmount.milliseconds(20).nanoseconds)) }
}
