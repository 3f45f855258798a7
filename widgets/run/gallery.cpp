// SPDX-License-Identifier: MIT
#include "widgets/run/gallery.h"

#include "core/base/onpool.h"
#include "widgets/look/fitscreen.h"
#include "widgets/look/metrics.h"
#include "widgets/look/noticebar.h"
#include "widgets/look/primarybutton.h"
#include "widgets/look/tones.h"
#include "widgets/run/plainlist.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

void GalleryModel::setExamples(const QList<Example> &examples)
{
    beginResetModel();
    m_examples = examples;
    endResetModel();
}

int GalleryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_examples.size());
}

QVariant GalleryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Example &example = m_examples.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole: return example.title;
    case OriginRole: return example.isOwn ? tr("yours") : QString();
    case OwnRole: return example.isOwn;
    default: return {};
    }
}

Gallery::Gallery(const QString &templatesFolder, QWidget *parent)
    : QDialog(parent)
    , m_model(new GalleryModel(this))
    , m_list(new PlainList(QString(), this))
    , m_title(new QLabel(this))
    , m_facts(new QLabel(this))
    , m_text(new QPlainTextEdit(this))
    , m_notice(new look::NoticeBar(this))
    , m_open(new look::PrimaryButton(QString(), tr("Open as new script"), this))
{
    setObjectName(u"gallery"_s);
    setWindowTitle(tr("New from example"));
    build();
    m_model->setExamples(builtInExamples());
    m_list->setCurrentIndex(m_model->index(0));
    if (!templatesFolder.isEmpty())
        readTemplates(templatesFolder);
}

void Gallery::build()
{
    m_list->setObjectName(u"galleryList"_s);
    m_list->setAccessibleName(tr("Examples"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new TwoTextsDelegate(
        GalleryModel::OriginRole, 0,
        [](const QModelIndex &index) { return index.data(GalleryModel::OwnRole).toBool() ? u"account"_s : u"script"_s; }, m_list));
    m_list->setFixedWidth(300);
    QFont large = m_title->font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    large.setBold(true);
    m_title->setFont(large);
    m_title->setWordWrap(true);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setObjectName(u"galleryTitle"_s);
    m_facts->setWordWrap(true);
    m_facts->setTextFormat(Qt::RichText);
    m_facts->setObjectName(u"galleryFacts"_s);
    m_text->setReadOnly(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(look::monospacedFont());
    m_text->setAccessibleName(tr("The script"));
    m_open->setObjectName(u"galleryOpen"_s);
    m_open->setDefault(true);
    auto *right = new QVBoxLayout;
    right->setSpacing(look::gap);
    right->addWidget(m_notice);
    right->addWidget(m_title);
    right->addWidget(m_facts);
    right->addWidget(m_text, 1);
    right->addWidget(m_open, 0, Qt::AlignRight);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(look::wideGap, look::wideGap, look::wideGap, look::wideGap);
    row->setSpacing(look::wideGap);
    row->addWidget(m_list);
    row->addLayout(right, 1);
    look::fitScreen(this, {900, 560});
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &Gallery::describe);
    connect(m_list, &QListView::activated, this, &Gallery::openChosen);
    connect(m_open, &QPushButton::clicked, this, &Gallery::openChosen);
}

void Gallery::readTemplates(const QString &folder)
{
    const Context context;
    QCoro::connect(onPool(context, [folder] { return templatesIn(folder); }), this, [this](const Result<QList<Example>> &own) {
        if (!own)
            return m_notice->showError(own.error());
        const int row = m_list->currentIndex().row();
        m_model->setExamples(builtInExamples() + *own);
        m_list->setCurrentIndex(m_model->index(row));
    });
}

void Gallery::describe()
{
    const QModelIndex index = m_list->currentIndex();
    m_open->setEnabled(index.isValid());
    if (!index.isValid())
        return;
    const Example &example = m_model->at(index.row());
    m_title->setText(example.title);
    QString rows;
    const QColor muted = look::colour(look::Tone::Muted, palette());
    const auto add = [&rows, &muted](const QString &name, const QString &value) {
        if (!value.isEmpty())
            rows += u"<tr><td style=\"padding-right:16px;color:%1\">%2</td><td>%3</td></tr>"_s.arg(muted.name(), name,
                                                                                                   value.toHtmlEscaped());
    };
    add(tr("Comes back"), example.returns);
    add(tr("Needs"), example.needs);
    add(tr("Takes"), example.takes);
    add(tr("Runs on"), example.runsOn);
    m_facts->setText(u"<table cellspacing=\"0\">"_s + rows + u"</table>"_s);
    m_facts->setVisible(!rows.isEmpty());
    m_text->setPlainText(QString::fromUtf8(example.text));
}

// The facts are written in the palette's colours.
void Gallery::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        describe();
}

void Gallery::openChosen()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const Example &example = m_model->at(index.row());
    emit chosen(example.file, example.text);
    accept();
}

} // namespace punchcard
