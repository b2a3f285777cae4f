package import Foundation
import HTTPTypes
import Hummingbird

/// Chart.js, which the installation places next to Tallybook. Without it, pages have no charts.
package struct ChartLibrary: Sendable {
  /// The location in Debian's package `libjs-chart.js`.
  package static let usualPlace = "/usr/share/javascript/chart.js/chart.min.js"

  private let script: ByteBuffer

  /// - Returns: nil if the file cannot be read.
  package init?(file: URL) {
    guard let data = try? Data(contentsOf: file) else { return nil }
    script = ByteBuffer(bytes: data)
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    guard let library = visit.services.settings.chartLibrary else { throw HTTPError(.notFound) }
    let headers: HTTPFields = [.contentType: "text/javascript; charset=utf-8", .cacheControl: "public, max-age=86400"]
    return Response(status: .ok, headers: headers, body: .init(byteBuffer: library.script))
  }
}
