// SPDX-License-Identifier: MIT
#include "widgets/run/gallery.h"

#include "core/base/onpool.h"
#include "widgets/look/findline.h"
#include "widgets/look/fitscreen.h"
#include "widgets/look/metrics.h"
#include "widgets/look/noticebar.h"
#include "widgets/look/primarybutton.h"
#include "widgets/look/tones.h"
#include "widgets/run/gallerymodel.h"
#include "widgets/run/plainlist.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

/// Headings stand above what belongs to them, and cannot be chosen.
class GalleryDelegate : public TwoTextsDelegate
{
public:
    using TwoTextsDelegate::TwoTextsDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        if (!index.data(GalleryModel::HeadingRole).toBool())
            return TwoTextsDelegate::paint(painter, option, index);
        painter->save();
        QFont font = option.font;
        font.setWeight(QFont::DemiBold);
        painter->setFont(font);
        painter->setPen(look::colour(look::Tone::Muted, option.palette));
        painter->drawText(option.rect.adjusted(look::gap, 0, -look::gap, -look::halfGap), Qt::AlignBottom | Qt::AlignLeft,
                          index.data().toString());
        painter->restore();
    }
};

} // namespace

Gallery::Gallery(const QString &templatesFolder, QWidget *parent)
    : QDialog(parent)
    , m_model(new GalleryModel(this))
    , m_find(new QLineEdit(this))
    , m_list(new PlainList(tr("None of the examples has that in it."), this))
    , m_title(new QLabel(this))
    , m_facts(new QLabel(this))
    , m_factsRoom(new QScrollArea(this))
    , m_text(new QPlainTextEdit(this))
    , m_notice(new look::NoticeBar(this))
    , m_open(new look::PrimaryButton(QString(), tr("Open as new script"), this))
{
    setObjectName(u"gallery"_s);
    setWindowTitle(tr("New from example"));
    build();
    m_model->setExamples(builtInExamples());
    choose({});
    if (!templatesFolder.isEmpty())
        readTemplates(templatesFolder);
}

QWidget *Gallery::makeList()
{
    m_find->setObjectName(u"galleryFind"_s);
    m_find->setPlaceholderText(tr("Find an example"));
    m_find->setAccessibleName(m_find->placeholderText());
    m_find->installEventFilter(this);
    look::makeFindLine(m_find);
    m_list->setObjectName(u"galleryList"_s);
    m_list->setAccessibleName(tr("Examples"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new GalleryDelegate(
        GalleryModel::RightRole, 0, [](const QModelIndex &index) { return index.data(GalleryModel::IconRole).toString(); }, m_list));
    auto *left = new QWidget(this);
    left->setMinimumWidth(200);
    left->setMaximumWidth(340);
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins({});
    column->setSpacing(look::gap);
    column->addWidget(m_find);
    column->addWidget(m_list, 1);
    connect(m_find, &QLineEdit::textChanged, this, &Gallery::find);
    return left;
}

void Gallery::build()
{
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
    m_facts->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_facts->setMinimumWidth(1); // else the longest words would make it wider than what is seen of it
    m_factsRoom->setWidget(m_facts);
    m_factsRoom->setWidgetResizable(true);
    m_factsRoom->setFrameShape(QFrame::NoFrame);
    m_factsRoom->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_factsRoom->setFocusPolicy(Qt::NoFocus);
    m_factsRoom->viewport()->setBackgroundRole(QPalette::Window);
    m_factsRoom->viewport()->installEventFilter(this);
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
    right->addWidget(m_factsRoom, 4);
    right->addWidget(m_text, 1);
    right->addWidget(m_open, 0, Qt::AlignRight);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(look::wideGap, look::wideGap, look::wideGap, look::wideGap);
    row->setSpacing(look::wideGap);
    row->addWidget(makeList(), 2);
    row->addLayout(right, 3);
    look::fitScreen(this, {1040, 680});
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
        const Example *chosen = m_model->at(m_list->currentIndex());
        const QString file = chosen ? chosen->file : QString();
        m_model->setExamples(builtInExamples() + *own);
        choose(file);
    });
}

void Gallery::find(const QString &text)
{
    const Example *chosen = m_model->at(m_list->currentIndex());
    const QString file = chosen ? chosen->file : QString();
    m_model->setFilter(text);
    choose(file);
}

void Gallery::choose(const QString &file)
{
    const QModelIndex there = m_model->indexOf(file);
    m_list->setCurrentIndex(there.isValid() ? there : m_model->first());
    if (there.isValid())
        m_list->scrollTo(there);
    else
        m_list->scrollToTop(); // with its heading
    describe();
}

// While one types, the arrows go through what is found.
bool Gallery::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_factsRoom->viewport() && event->type() == QEvent::Resize)
        fitFacts();
    if (watched == m_find && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown)
            return QCoreApplication::sendEvent(m_list, event);
    }
    return QDialog::eventFilter(watched, event);
}

void Gallery::describe()
{
    const Example *example = m_model->at(m_list->currentIndex());
    m_open->setEnabled(example);
    m_title->setText(example ? example->title : QString());
    m_text->setPlainText(example ? QString::fromUtf8(example->text) : QString());
    QString rows;
    const QColor muted = look::colour(look::Tone::Muted, palette());
    const auto add = [&rows, &muted](const QString &name, const QString &value) {
        if (!value.isEmpty())
            rows += u"<tr><td style=\"padding-right:16px;color:%1\">%2</td><td>%3</td></tr>"_s.arg(muted.name(), name,
                                                                                                   value.toHtmlEscaped());
    };
    if (example) {
        add(tr("Comes back"), example->returns);
        add(tr("Needs"), example->needs);
        add(tr("Inputs"), example->inputs);
        add(tr("Secrets"), example->secrets.join(u", "_s));
        add(tr("Rights"), example->oidc ? tr("To ask for an OpenID Connect token") : QString());
        add(tr("As an array"), example->array);
        add(tr("Takes"), example->takes);
        add(tr("Runs on"), example->runsOn);
        add(tr("This computer"), example->worksHere ? tr("Works here as it is: it needs no network") : QString());
    }
    m_facts->setText(u"<table cellspacing=\"0\">"_s + rows + u"</table>"_s);
    m_factsRoom->setVisible(!rows.isEmpty());
    fitFacts();
}

void Gallery::fitFacts()
{
    m_factsRoom->setMaximumHeight(m_facts->heightForWidth(m_factsRoom->viewport()->width()));
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
    const Example *example = m_model->at(m_list->currentIndex());
    if (!example)
        return;
    emit chosen(*example);
    accept();
}

} // namespace punchcard
