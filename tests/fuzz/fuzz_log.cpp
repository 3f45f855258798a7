// SPDX-License-Identifier: MIT
// What a script prints: control sequences, lines of any length, marks of the runner's, no UTF-8.
#include "core/logs/ansi.h"
#include "core/logs/lineindex.h"
#include "core/logs/livetext.h"
#include "core/logs/logfolds.h"
#include "core/logs/logline.h"
#include "core/logs/mappedfile.h"
#include "core/logs/stepsplitter.h"
#include "core/logs/terminaltext.h"
#include "tests/fuzz/harness.h"

#include <algorithm>

using namespace punchcard;

namespace {

// As many bytes at a time as a number of the input says, so that all cuts come up.
template<typename Take>
void inPieces(QByteArrayView text, qsizetype piece, Take take)
{
    for (qsizetype at = 0; at < text.size(); at += piece)
        take(text.sliced(at, std::min(piece, text.size() - at)));
}

bool isHarmless(QByteArrayView text, bool colours)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text.at(i));
        const bool isColour = colours && c == 0x1b && i + 1 < text.size() && text.at(i + 1) == '[';
        if ((c < 0x20 && c != '\t' && !isColour) || c == 0x7f)
            return false;
    }
    const QString decoded = QString::fromUtf8(text);
    return std::ranges::none_of(decoded, [](QChar c) {
        const char16_t u = c.unicode();
        return (u >= 0x80 && u < 0xa0) || (u >= 0x202a && u <= 0x202e) || (u >= 0x2066 && u <= 0x2069);
    });
}

struct Collected : AnsiParser::Sink
{
    QByteArray all;
    void text(QByteArrayView utf8, const TextStyle &) override { all += utf8; }
    void restart() override { all.clear(); }
};

void oneLine(QByteArrayView line, qsizetype piece)
{
    (void)parseLogLine(line);
    fuzz::require(isHarmless(terminalText(line, Colours::Off), false), "a terminal gets harmless text");
    fuzz::require(isHarmless(terminalText(line, Colours::On), true), "a terminal gets harmless text and colours");
    const StyledText shown = styledText(line, true);
    for (const TextSpan &span : shown.spans)
        fuzz::require(span.start >= 0 && span.length > 0 && span.start + span.length <= shown.text.size(), "a span lies in its text");
    Collected whole;
    AnsiParser first;
    first.feed(line, whole);
    first.endLine(whole);
    Collected cut;
    AnsiParser second(true);
    inPieces(line, piece, [&](QByteArrayView bytes) { second.feed(bytes, cut); });
    second.endLine(cut);
    fuzz::require(whole.all == cut.all, "it does not matter where a line is cut");
    const qsizetype middle = line.size() / 2;
    (void)styledWindow(line, middle / 2, middle, false);
}

void wholeFile(QByteArrayView text)
{
    const auto file = MappedFile::open(fuzz::file("log", text));
    fuzz::require(file.has_value(), "a log can be opened");
    LineIndex index(0);
    LogFolds folds;
    const std::atomic_bool cancelled = false;
    while (index.scanned() < text.size()) {
        const LineIndex::Scan scan = index.scan(**file, text.size(), 1000, cancelled);
        // The last line is looked at once it has ended.
        fuzz::require(scan.to > index.scanned() || !text.sliced(index.scanned()).contains('\n'), "a scan gets on");
        if (scan.to == index.scanned())
            break;
        index.take(scan);
        folds.take(scan.landmarks, true);
    }
    fuzz::require(index.lines() == text.count('\n') + (text.isEmpty() || text.endsWith('\n') ? 0 : 1) || index.lines() == text.count('\n'),
                  "lines are counted");
    for (const qint64 at : {qint64(0), text.size() / 3, text.size() / 2, text.size() - 1}) {
        if (at < 0 || at >= text.size())
            continue;
        const qint64 start = index.startOf(**file, at);
        fuzz::require(start <= at && (start == 0 || text.at(start - 1) == '\n'), "a line begins after another");
        if (at < index.scanned())
            fuzz::require(index.lineAt(**file, at) == text.first(start).count('\n'), "a line has its number");
    }
    for (const LogGroup &group : folds.groups())
        fuzz::require(!group.isClosed() || group.resume >= group.body, "a group ends after it began");
    fuzz::require(folds.hiddenLines() <= index.lines(), "no more is hidden than there is");
    StepInfo early{.number = 1, .name = QStringLiteral("Set up job"), .startedAt = Time()};
    StepInfo late{.number = 2, .name = QStringLiteral("Run job.sh"), .startedAt = fromEpoch(1'795'428'000'000)};
    const auto share = std::make_shared<PoolShare>();
    share->cancel = Cancel::make();
    const auto steps = partByStamps((*file)->path(), {early, late}, *share);
    fuzz::require(steps.has_value(), "any log can be parted");
    for (const StepLog &step : *steps)
        fuzz::require(step.begin >= 0 && step.begin <= step.end && step.end <= text.size(), "a step lies in its log");
}

void live(QByteArrayView text, qsizetype piece)
{
    LiveText shown;
    LogText kept;
    QByteArray written;
    inPieces(text, piece, [&](QByteArrayView bytes) {
        (void)shown.take(bytes, fromEpoch(1'795'428'000'000));
        written += kept.piece(bytes);
    });
    written += kept.finish();
    if (const auto progress = shown.progress())
        fuzz::require(progress->percent >= 0 && progress->percent <= 100, "a percentage is one");
    LogText atOnce;
    QByteArray expected = atOnce.piece(text);
    expected += atOnce.finish();
    fuzz::require(written == expected, "it does not matter where a log is cut");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    QByteArrayView text(data, qsizetype(size));
    const qsizetype piece = 1 + fuzz::takeByte(text) % 64;
    const qsizetype end = text.indexOf('\n');
    oneLine(end < 0 ? text : text.first(end), piece);
    wholeFile(text);
    live(text, piece);
    return 0;
}
