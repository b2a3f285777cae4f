package import Access
package import DatabaseAccess
import Records
package import SCIM

/// The context of one request of a directory.
package struct SCIMStore {
  let session: any SQLSession
  let server: SCIMServer
  let context: FieldContext
  /// The principal.
  let viewer: Viewer
  /// Whether emails are sent.
  let canMail: Bool
  /// The system clock, seconds UTC.
  let machineNow: Int

  package init(
    _ session: any SQLSession, _ server: SCIMServer, now: Int, viewer: Viewer, canMail: Bool, machineNow: Int
  ) {
    self.session = session
    self.server = server
    context = FieldContext(now: now)
    self.viewer = viewer
    self.canMail = canMail
    self.machineNow = machineNow
  }
}
