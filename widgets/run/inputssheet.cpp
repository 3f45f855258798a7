// SPDX-License-Identifier: MIT
#include "widgets/run/inputssheet.h"

#include "core/models/wording.h"
#include "widgets/look/fitscreen.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/noticebar.h"
#include "widgets/look/primarybutton.h"
#include "widgets/look/prompts.h"
#include "widgets/run/inputsmodel.h"
#include "widgets/run/plainlist.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

InputsSheet::InputsSheet(const QList<InputSource> &inputs, look::Prompts &prompts, QWidget *parent)
    : QDialog(parent)
    , m_model(new InputsModel(this))
    , m_list(new PlainList(tr("Drop files and folders here.\nThey lie beside the script when it runs."), this))
    , m_total(new QLabel(this))
    , m_remove(new QPushButton(look::icon(u"remove"_s), tr("&Remove"), this))
    , m_notice(new look::NoticeBar(this))
{
    setObjectName(u"inputsSheet"_s);
    setWindowTitle(tr("Inputs"));
    setWindowModality(Qt::WindowModal);
    setAcceptDrops(true);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new TwoTextsDelegate(
        InputsModel::SizeRole, InputsModel::ProblemRole,
        [](const QModelIndex &index) { return index.data().toString().endsWith(u'/') ? u"folder"_s : u"file"_s; }, m_list));
    build(prompts);
    m_model->setInputs(inputs);
    connect(m_model, &InputsModel::measured, this, &InputsSheet::tell);
    tell();
}

void InputsSheet::build(look::Prompts &prompts)
{
    m_list->setObjectName(u"inputsList"_s);
    m_list->setAccessibleName(tr("Inputs"));
    m_list->setRemover(m_remove, [this] { removeChosen(); });
    m_total->setObjectName(u"inputsTotal"_s);
    m_total->setForegroundRole(QPalette::PlaceholderText);
    m_remove->setObjectName(u"removeInput"_s);
    auto *files = new QPushButton(look::icon(u"add"_s), tr("Add &files…"), this);
    files->setObjectName(u"addFiles"_s);
    auto *folder = new QPushButton(look::icon(u"folder"_s), tr("Add f&older…"), this);
    folder->setObjectName(u"addFolder"_s);
    auto *done = new look::PrimaryButton(QString(), tr("Done"), this);
    done->setObjectName(u"inputsDone"_s);
    done->setDefault(true);
    for (QPushButton *button : {files, folder, m_remove})
        button->setAutoDefault(false);

    auto *row = new QHBoxLayout;
    row->setSpacing(look::gap);
    row->addWidget(files);
    row->addWidget(folder);
    row->addWidget(m_remove);
    row->addStretch(1);
    row->addWidget(done);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(look::wideGap, look::wideGap, look::wideGap, look::wideGap);
    column->setSpacing(look::gap);
    column->addWidget(m_notice);
    column->addWidget(m_list, 1);
    column->addWidget(m_total);
    column->addLayout(row);
    look::fitScreen(this, {560, 360});

    connect(files, &QPushButton::clicked, this,
            [this, &prompts] { add(prompts.chooseFiles(this, tr("Add files"), QString(), QString())); });
    connect(folder, &QPushButton::clicked, this, [this, &prompts] {
        if (const QString chosen = prompts.chooseFolder(this, tr("Add a folder"), QString()); !chosen.isEmpty())
            add({chosen});
    });
    connect(done, &QPushButton::clicked, this, &QDialog::accept);
}

QList<InputSource> InputsSheet::inputs() const
{
    return m_model->inputs();
}

void InputsSheet::add(const QStringList &paths)
{
    m_notice->hide();
    for (const QString &path : paths) {
        if (const Result<> added = m_model->add(QDir::cleanPath(path)); !added)
            m_notice->showError(added.error());
    }
    tell();
}

void InputsSheet::removeChosen()
{
    QList<int> rows;
    for (const QModelIndex &index : m_list->selectionModel()->selectedIndexes())
        rows.append(index.row());
    std::ranges::sort(rows, std::greater());
    for (const int row : std::as_const(rows))
        m_model->removeAt(row);
    tell();
}

void InputsSheet::tell()
{
    const int count = m_model->rowCount();
    m_total->setText(count == 0 ? tr("Nothing besides the script is sent.")
                                : tr("%n input(s), %1 together", nullptr, count).arg(sizeText(m_model->totalBytes())));
    for (int row = 0; row < count; ++row) {
        if (const QString problem = m_model->index(row).data(InputsModel::ProblemRole).toString(); !problem.isEmpty())
            m_notice->showError(Error{.what = problem});
    }
}

void InputsSheet::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void InputsSheet::dropEvent(QDropEvent *event)
{
    QStringList paths;
    for (const QUrl &url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    add(paths);
    event->acceptProposedAction();
}

} // namespace punchcard
