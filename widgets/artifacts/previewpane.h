// SPDX-License-Identifier: MIT
#pragma once

#include "core/artifacts/preview.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QTreeView;

namespace punchcard::look {
class EmptyState;
}

namespace punchcard {

class ArchiveEntries;
class HexView;
class ImageView;
class ScriptHighlighter;

/// Shows what is in a file without opening it: text, a picture, an archive's entries, or its bytes. A line above says what
/// it is and how big, and its SHA-256 once that is computed.
class PreviewPane : public QWidget
{
    Q_OBJECT

public:
    explicit PreviewPane(QWidget *parent = nullptr);
    ~PreviewPane() override;

    /// Reads @p path and shows it; what was shown before stays until then, so that nothing flickers.
    void showFile(const QString &path);
    /// A text in place of a file: what a folder or an artifact is.
    void showNote(const QString &iconName, const QString &title, const QString &text);
    /// What is shown, or being read.
    [[nodiscard]] QString file() const { return m_path; }

signals:
    void shown();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void take(const Preview &preview);
    void fitSum();
    void takeText(const Preview &preview);
    void takeListing(const Preview &preview);
    void takeSum(const QString &sum);
    void showBytes(const Preview &preview);
    void say(const Preview &preview, const QString &more = {});
    void colour();
    void colourSeen();

    QString m_path;
    Preview m_preview;
    CancelPtr m_cancel;
    QLabel *m_title;
    QLabel *m_facts;
    QLabel *m_sum;
    QStackedWidget *m_pages;
    look::EmptyState *m_note;
    QPlainTextEdit *m_text;
    ImageView *m_image;
    QTreeView *m_entries;
    ArchiveEntries *m_entryModel;
    HexView *m_bytes;
    ScriptHighlighter *m_highlighter;
};

} // namespace punchcard
