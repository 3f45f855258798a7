// SPDX-License-Identifier: MIT
#include "widgets/artifacts/previewpane.h"

#include "core/artifacts/filetree.h"
#include "core/models/wording.h"
#include "widgets/artifacts/archiveentries.h"
#include "widgets/artifacts/hexview.h"
#include "widgets/artifacts/imageview.h"
#include "widgets/editor/scripthighlighter.h"
#include "widgets/look/codethemes.h"
#include "widgets/look/emptystate.h"
#include "widgets/look/metrics.h"
#include "widgets/look/rowdelegate.h"
#include "widgets/look/tones.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Theme>

#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

// Reading more, just because somebody looks at it, would keep the disk busy for long; its menu copies that sum.
constexpr qint64 mostSummed = 256'000'000;

QPlainTextEdit *makeText(QWidget *parent)
{
    auto *text = new QPlainTextEdit(parent);
    text->setObjectName("previewText");
    text->setReadOnly(true);
    text->setFrameShape(QFrame::NoFrame);
    text->setLineWrapMode(QPlainTextEdit::NoWrap);
    text->setFont(look::monospacedFont());
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->document()->setDocumentMargin(look::gap);
    text->setAccessibleName(PreviewPane::tr("Text of the file"));
    return text;
}

QTreeView *makeEntries(QAbstractItemModel *model, QWidget *parent)
{
    auto *entries = new QTreeView(parent);
    entries->setObjectName("previewEntries");
    entries->setModel(model);
    entries->setItemDelegate(new look::RowDelegate(entries));
    entries->setRootIsDecorated(false);
    entries->setUniformRowHeights(true);
    entries->setFrameShape(QFrame::NoFrame);
    entries->setEditTriggers(QAbstractItemView::NoEditTriggers);
    entries->setTextElideMode(Qt::ElideMiddle);
    entries->header()->hide();
    entries->setAccessibleName(PreviewPane::tr("Entries of the archive"));
    return entries;
}

} // namespace

PreviewPane::PreviewPane(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_facts(new QLabel(this))
    , m_sum(new QLabel(this))
    , m_pages(new QStackedWidget(this))
    , m_note(new look::EmptyState(this))
    , m_text(makeText(this))
    , m_image(new ImageView(this))
    , m_entryModel(new ArchiveEntries(this))
    , m_bytes(new HexView(this))
    , m_highlighter(new ScriptHighlighter(m_text->document()))
{
    m_entries = makeEntries(m_entryModel, this);
    setObjectName("previewPane");
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_title->setObjectName("previewTitle");
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_facts->setObjectName("previewFacts");
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setForegroundRole(QPalette::PlaceholderText);
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_sum->setObjectName("previewSum");
    m_sum->setTextFormat(Qt::PlainText);
    m_sum->setForegroundRole(QPalette::PlaceholderText);
    m_sum->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    for (QWidget *page : std::initializer_list<QWidget *>{m_note, m_text, m_image, m_entries, m_bytes})
        m_pages->addWidget(page);

    auto *words = new QVBoxLayout;
    words->setContentsMargins(look::gap + look::halfGap, look::gap, look::gap, look::gap);
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_facts);
    words->addWidget(m_sum);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(words);
    column->addWidget(m_pages, 1);

    connect(m_image, &ImageView::decoded, this, [this](const QSize &size) {
        say(m_preview, tr("%1 × %2 pixels").arg(size.width()).arg(size.height()));
        emit shown();
    });
    connect(m_image, &ImageView::undecodable, this, [this] { showBytes(m_preview); });
    connect(m_text->verticalScrollBar(), &QScrollBar::valueChanged, this, &PreviewPane::colourSeen);
    connect(m_highlighter, &ScriptHighlighter::seenColoured, m_text->viewport(), qOverload<>(&QWidget::update));
    showNote(u"eye"_s, tr("Nothing chosen"), tr("Choose a file to look into it here."));
}

PreviewPane::~PreviewPane()
{
    if (m_cancel)
        m_cancel->request();
}

void PreviewPane::showNote(const QString &iconName, const QString &title, const QString &text)
{
    if (m_cancel)
        m_cancel->request();
    m_path.clear();
    m_title->hide();
    m_facts->hide();
    m_sum->hide();
    m_note->say(iconName, title, text);
    m_pages->setCurrentWidget(m_note);
}

void PreviewPane::showFile(const QString &path)
{
    if (path == m_path)
        return;
    if (m_cancel)
        m_cancel->request();
    m_path = path;
    m_sum->hide();
    const Context context;
    m_cancel = context.cancel;
    QCoro::connect(readPreview(path, context), this, [this, path, context](const Result<Preview> &preview) {
        if (path != m_path)
            return;
        if (preview) {
            take(*preview);
            if (preview->size > mostSummed)
                return;
            QCoro::connect(sha256Of(path, context), this, [this, path](const Result<QString> &sum) {
                if (sum && path == m_path)
                    takeSum(*sum);
            });
            return;
        }
        showNote(u"warning"_s, preview.error().what, preview.error().remedy);
        emit shown();
    });
}

void PreviewPane::say(const Preview &preview, const QString &more)
{
    m_title->setText(QFileInfo(preview.path).fileName());
    m_title->setToolTip(tipText(m_title->text()));
    const QString size = sizeText(preview.size);
    // Whole texts: the kind may be unknown.
    if (preview.typeName.isEmpty())
        m_facts->setText(more.isEmpty() ? size : tr("%1 · %2").arg(size, more));
    else
        m_facts->setText(more.isEmpty() ? tr("%1 · %2").arg(preview.typeName, size) : tr("%1 · %2 · %3").arg(preview.typeName, size, more));
    m_facts->setToolTip(m_facts->text());
    m_title->show();
    m_facts->show();
}

void PreviewPane::take(const Preview &preview)
{
    m_preview = preview;
    switch (preview.kind) {
    case Preview::Kind::Empty:
        say(preview);
        m_note->say(u"file"_s, tr("This file is empty"), {});
        m_pages->setCurrentWidget(m_note);
        break;
    case Preview::Kind::Text: takeText(preview); break;
    case Preview::Kind::Image:
        say(preview);
        // In this order: what cannot be decoded may say so at once, and is shown as bytes then.
        m_pages->setCurrentWidget(m_image);
        m_image->setFile(preview.path);
        return; // shown() comes with the picture
    case Preview::Kind::Listing: takeListing(preview); break;
    case Preview::Kind::Bytes: showBytes(preview); return;
    }
    emit shown();
}

void PreviewPane::takeText(const Preview &preview)
{
    say(preview, preview.cut ? tr("the beginning") : QString());
    // Nothing of what was shown is coloured anew.
    m_text->clear();
    colour();
    m_text->setPlainText(preview.text);
    m_pages->setCurrentWidget(m_text);
    colourSeen();
}

void PreviewPane::takeListing(const Preview &preview)
{
    const qsizetype count = preview.listing.entries.size();
    say(preview, preview.listing.more ? tr("the first %Ln entries", nullptr, int(count)) : tr("%Ln entries", nullptr, int(count)));
    m_entryModel->setEntries(preview.listing.entries);
    QHeaderView *header = m_entries->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(ArchiveEntries::Name, QHeaderView::Stretch);
    header->setSectionResizeMode(ArchiveEntries::Size, QHeaderView::Fixed);
    header->resizeSection(ArchiveEntries::Size, fontMetrics().horizontalAdvance(u"999.9 MB"_s) + 2 * look::gap);
    m_entries->scrollToTop();
    m_pages->setCurrentWidget(m_entries);
}

void PreviewPane::takeSum(const QString &sum)
{
    m_sum->setToolTip(tr("SHA-256 %1").arg(sum));
    m_sum->setAccessibleName(m_sum->toolTip());
    fitSum();
    m_sum->show();
}

// Its beginning and its end are what people compare; all of it is in the tip, and copied by the tree's menu.
void PreviewPane::fitSum()
{
    m_sum->setText(m_sum->fontMetrics().elidedText(m_sum->toolTip(), Qt::ElideMiddle, width() - 3 * look::gap));
}

void PreviewPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitSum();
}

void PreviewPane::showBytes(const Preview &preview)
{
    say(preview);
    m_bytes->setFile(preview.path, preview.size);
    m_pages->setCurrentWidget(m_bytes);
    emit shown();
}

// In slices, what is seen first: lines of two thousand characters take half a second together.
void PreviewPane::colour()
{
    auto definition = look::codeRepository().definitionForFileName(m_preview.path);
    if (!definition.isValid())
        definition = look::codeRepository().definitionForMimeType(m_preview.mime);
    m_highlighter->setLook(definition, look::codeTheme({}, palette()));
}

void PreviewPane::colourSeen()
{
    const int first = m_text->cursorForPosition({0, 0}).blockNumber();
    const int last = m_text->cursorForPosition({0, m_text->viewport()->height()}).blockNumber();
    m_highlighter->setSeen(first, last);
}

void PreviewPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange)
        return;
    colour();
    colourSeen();
}

} // namespace punchcard
