import AllowLists
import Baselines
import FilePaths
import Findings
import TextInput
import Watching

/// The content of the files that a scan's options name, and the entries for these files in its report.
///
/// The confined process reads them: other people wrote lists and baselines, just as they made captures.
struct ScanPolicyFiles {
    let watchlist: Watchlist
    let allowLists: [AllowList]
    let judge: BaselineJudge?
    /// The entries for the files in the report.
    let files: [ScanPolicy.File]
    /// Whether so much of a list was not understood that `--strict` minds.
    let isDoubtful: Bool

    /// Reads all of them; one that cannot be used ends the command, for silence about it would be no good news.
    ///
    /// - Throws: ``ExitStatus/unreadableInput`` after saying why, `ValidationError` for a line of an allow list.
    init(_ settings: ScanSettings) throws {
        let contents = try (settings.blocks + settings.sinkholes).map { try $0.read() }
        let (blocks, sinkholes) = (
            contents.prefix(settings.blocks.count), contents.dropFirst(settings.blocks.count)
        )
        var notices: [ListNotice] = []
        watchlist = Watchlist(
            blocks: blocks.map(\.text),
            sinkholes: sinkholes.map(\.text),
            resolvers: settings.resolvers
        ) { notices.append($0) }
        var files: [ScanPolicy.File] = []
        var isDoubtful = false
        for (index, (content, notice)) in zip(contents, notices).enumerated() {
            if let fault = notice.fault {
                Messages.notify(content.source.path, fault + "; nothing was scanned")
                throw ExitStatus.unreadableInput
            }
            if settings.showsWarnings {
                for warning in notice.warnings { Messages.notify(notice.list, "warning: " + warning) }
            }
            isDoubtful = isDoubtful || notice.isDoubtful
            files.append(
                ScanPolicy.File(
                    option: index < blocks.count ? "block" : "sinkhole",
                    name: notice.list,
                    path: content.source.path.shownPath,
                    entries: notice.names + notice.addresses,
                    linesNotUnderstood: notice.malformed,
                    sha256: content.sha256
                )
            )
        }
        let allowed = try settings.allowLists.map(AllowList.read)
        allowLists = allowed.map(\.list)
        files += allowed.map(\.file)
        if let path = settings.baselinePath {
            let file = try InputFile.read(path)
            let baseline = try BaselineInput.baseline(in: file, path)
            let key = try settings.baselineKeyPath.map(BaselineInput.key(in:))
            if let fault = baseline.fault(with: key) {
                Messages.notify(path, fault)
                throw ExitStatus.unreadableInput
            }
            judge = BaselineJudge(baseline, key: key)
            files.append(
                ScanPolicy.File(
                    option: "baseline",
                    name: path.fileName,
                    path: path.shownPath,
                    entries: baseline.clients.count + baseline.zones.count,
                    sha256: file.sha256
                )
            )
        } else {
            judge = nil
        }
        if let path = settings.configurationPath { files.append(try Configuration(path: path).file) }
        self.files = files
        self.isDoubtful = isDoubtful
    }
}
