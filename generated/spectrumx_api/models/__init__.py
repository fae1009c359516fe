"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api_error import ApiError
    from .attach_capture_body import AttachCaptureBody
    from .auth_message import AuthMessage
    from .author_body import AuthorBody
    from .capture_asset import CaptureAsset
    from .capture_channel import CaptureChannel
    from .capture_create_body import CaptureCreateBody
    from .capture_format import CaptureFormat
    from .capture_page import CapturePage
    from .capture_rename_body import CaptureRenameBody
    from .capture_summary import CaptureSummary
    from .contents_answer import ContentsAnswer
    from .contents_question import ContentsQuestion
    from .data_files_info import DataFilesInfo
    from .dataset_asset import DatasetAsset
    from .dataset_author import DatasetAuthor
    from .dataset_create_body import DatasetCreateBody
    from .dataset_page import DatasetPage
    from .dataset_reference import DatasetReference
    from .file_asset import FileAsset
    from .file_page import FilePage
    from .file_receipt import FileReceipt
    from .file_summary import FileSummary
    from .file_update_body import FileUpdateBody
    from .file_updated import FileUpdated
    from .file_upload_body import FileUploadBody
    from .json_object import JsonObject
    from .message_sentence import Message
    from .post_processing_status import PostProcessingStatus
    from .share_body import ShareBody
    from .share_body_permission_level import ShareBodyPermissionLevel
    from .share_permission import SharePermission
    from .shared_user import SharedUser
    from .user_profile import UserProfile
    from .user_reference import UserReference
else:
    _MODULES = {
        "ApiError": ".api_error",
        "AttachCaptureBody": ".attach_capture_body",
        "AuthMessage": ".auth_message",
        "AuthorBody": ".author_body",
        "CaptureAsset": ".capture_asset",
        "CaptureChannel": ".capture_channel",
        "CaptureCreateBody": ".capture_create_body",
        "CaptureFormat": ".capture_format",
        "CapturePage": ".capture_page",
        "CaptureRenameBody": ".capture_rename_body",
        "CaptureSummary": ".capture_summary",
        "ContentsAnswer": ".contents_answer",
        "ContentsQuestion": ".contents_question",
        "DataFilesInfo": ".data_files_info",
        "DatasetAsset": ".dataset_asset",
        "DatasetAuthor": ".dataset_author",
        "DatasetCreateBody": ".dataset_create_body",
        "DatasetPage": ".dataset_page",
        "DatasetReference": ".dataset_reference",
        "FileAsset": ".file_asset",
        "FilePage": ".file_page",
        "FileReceipt": ".file_receipt",
        "FileSummary": ".file_summary",
        "FileUpdateBody": ".file_update_body",
        "FileUpdated": ".file_updated",
        "FileUploadBody": ".file_upload_body",
        "JsonObject": ".json_object",
        "Message": ".message_sentence",
        "PostProcessingStatus": ".post_processing_status",
        "ShareBody": ".share_body",
        "ShareBodyPermissionLevel": ".share_body_permission_level",
        "SharePermission": ".share_permission",
        "SharedUser": ".shared_user",
        "UserProfile": ".user_profile",
        "UserReference": ".user_reference",
    }

    def __getattr__(name: str) -> object:
        # Loaded one by one at the first use: all together they take long.
        if name in _MODULES:
            model = globals()[name] = getattr(import_module(_MODULES[name], __name__), name)
            return model
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)


__all__ = (
    "ApiError",
    "AttachCaptureBody",
    "AuthMessage",
    "AuthorBody",
    "CaptureAsset",
    "CaptureChannel",
    "CaptureCreateBody",
    "CaptureFormat",
    "CapturePage",
    "CaptureRenameBody",
    "CaptureSummary",
    "ContentsAnswer",
    "ContentsQuestion",
    "DataFilesInfo",
    "DatasetAsset",
    "DatasetAuthor",
    "DatasetCreateBody",
    "DatasetPage",
    "DatasetReference",
    "FileAsset",
    "FilePage",
    "FileReceipt",
    "FileSummary",
    "FileUpdateBody",
    "FileUpdated",
    "FileUploadBody",
    "JsonObject",
    "Message",
    "PostProcessingStatus",
    "ShareBody",
    "ShareBodyPermissionLevel",
    "SharedUser",
    "SharePermission",
    "UserProfile",
    "UserReference",
)
